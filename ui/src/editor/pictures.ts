// Pictures in notes: kept by the library when pasted, shown from memory; nothing is fetched from elsewhere.
import * as ipc from "../ipc";
import { failed, isApiError } from "../stores/notices.svelte";
import { m } from "../messages/index.svelte";

/** As the library: larger ones are refused before they are read. Bytes. */
const LARGEST = 20 * 1024 * 1024;

const known = new Map<string, Promise<string | null>>();

/** An address for a kept picture; `null` if it is not there. */
export function pictureSource(id: string): Promise<string | null> {
  const asked = known.get(id) ?? load(id);
  known.set(id, asked);
  return asked;
}

async function load(id: string): Promise<string | null> {
  try {
    const { media_type, base64 } = await ipc.getPicture(id);
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    return URL.createObjectURL(new Blob([bytes], { type: media_type }));
  } catch {
    return null;
  }
}

/** Keeps a picture and answers with the Markdown that shows it; `null` if it was refused. */
export async function keepPicture(file: File): Promise<string | null> {
  if (file.size > LARGEST) {
    failed({ code: "usage", message: m().pictureTooLarge(Math.round(file.size / 1024 / 1024)), hint: m().pictureHint });
    return null;
  }
  try {
    const id = await ipc.addPicture(await base64(file));
    return `![${file.name.replace(/[\]\n]/g, " ") || m().picture}](picture:${id})`;
  } catch (error) {
    failed(isApiError(error) ? error : { code: "refused", message: m().notAPicture, hint: m().pictureHint });
    return null;
  }
}

async function base64(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
