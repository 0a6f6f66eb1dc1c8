// Study groups: the list, the one that is open, exchanges, and the session of one material.
import * as ipc from "../ipc";
import type { GroupDetails, GroupPlace, GroupRow, GroupShare, SessionRow, WorkProgress } from "../ipc";
import { m } from "../messages/index.svelte";
import { askExport } from "./exporting.svelte";
import { changed } from "./library.svelte";
import { attempt, done } from "./notices.svelte";
import { reload } from "./reader.svelte";
import { copy } from "./selection.svelte";

let all = $state.raw<GroupRow[] | null>(null);
let details = $state.raw<GroupDetails | null>(null);
let progress = $state.raw<WorkProgress | null>(null);
let session = $state.raw<{ group: string; document: string; title: string; rows: SessionRow[] } | null>(null);

export const groups = {
  get all() { return all; },
  get details() { return details; },
  get progress() { return progress; },
  /** The material that is talked about in a session. */
  get session() { return session; },
};

/** Groups in which one can write now. */
export const openGroups = (): GroupRow[] => (all ?? []).filter((each) => ["member", "moderator", "founder"].includes(each.standing));
/** Is a network used at all? */
export const usesNetwork = (): boolean => (all ?? []).some((each) => each.remote && each.standing !== "left");

// Answers overtake one another: what was asked for earlier does not replace what was asked for later.
let listed = 0;
let opened = 0;

export async function readGroups(): Promise<void> {
  const mine = ++listed;
  const rows = (await attempt(ipc.listGroups)) ?? [];
  if (mine !== listed) return;
  all = rows;
  const open = details?.group.id;
  if (open && rows.some((each) => each.id === open)) await openGroup(open);
  else details = null;
}

export async function openGroup(id: string): Promise<void> {
  const mine = ++opened;
  const group = (await attempt(() => ipc.getGroup(id))) ?? null;
  if (mine === opened) details = group;
}

/** Whatever a command changes in a group is read again. */
async function change(work: () => Promise<unknown>, said?: string): Promise<boolean> {
  const ok = (await attempt(async () => (await work(), true))) ?? false;
  await readGroups();
  if (ok && said) done(said);
  return ok;
}

export async function found(title: string, place: GroupPlace, texts: boolean): Promise<boolean> {
  return settle(await attempt(() => ipc.createGroup(title, place, texts)), m().groupMade);
}

export async function join(code: string, place: GroupPlace): Promise<boolean> {
  return settle(await attempt(() => ipc.joinGroup(code, place)), m().groupAsked);
}

async function settle(id: string | undefined, said: string): Promise<boolean> {
  await readGroups();
  if (!id) return false;
  await openGroup(id);
  done(said);
  return true;
}

/** Exchanges now; `deletions`: those that were held back go too. */
export async function sync(id: string, deletions = false): Promise<void> {
  progress = { done: 0, total: 1 };
  const received = await attempt(() => ipc.syncGroup(id, deletions, (now) => (progress = now)));
  progress = null;
  await refresh();
  if (received !== undefined) done(m().groupSynced(received));
}

export const stop = () => void ipc.cancelWork();

async function refresh(): Promise<void> {
  await changed();
  await reload();
  await readGroups();
  if (session) await readSession(session.group, session.document, session.title);
}

/** Copies the invitation, for mail or chat. */
export const invite = (id: string) => copy(ipc.inviteToGroup(id), m().groupInvited);

export const admit = (id: string, device: string) => change(() => ipc.admitToGroup(id, device), m().groupAdmitted);
export const refuse = (id: string, device: string) => change(() => ipc.refuseRequest(id, device));
export const removeMember = (id: string, member: string) => change(() => ipc.removeFromGroup(id, member), m().groupRemoved);
export const setModerator = (id: string, member: string, on: boolean) => change(() => ipc.setModerator(id, member, on));
export const setBackground = (id: string, on: boolean) => change(() => ipc.setGroupBackground(id, on));
export const leave = (id: string) => change(() => ipc.leaveGroup(id), m().groupLeft);
export const share = (id: string, what: GroupShare) => change(() => ipc.shareWithGroup(id, what), m().groupShared);

export async function readSession(group: string, document: string, title: string): Promise<void> {
  const rows = await attempt(() => ipc.groupSession(group, document));
  if (rows) session = { group, document, title, rows };
}

export const endSession = () => (session = null);

/** Marks what is said about a passage as discussed, or not. */
export async function discuss(ids: string[], on: boolean): Promise<void> {
  const now = session;
  if (!now) return;
  await attempt(async () => { for (const id of ids) await ipc.setDiscussed(now.group, id, on); });
  await readSession(now.group, now.document, now.title);
}

export const minutes = (group: string, documents: string[] = []) => askExport({ minutes: { group, documents } });

/** Exchanges go on in the background; what came is shown. */
export const exchangeInBackground = () =>
  attempt(() => ipc.startGroupExchange((event) => void (event.received > 0 ? refresh() : readGroups())));
