// Which dialog is open: one at a time.
export type DialogName = "quick-open" | "settings" | "shortcuts" | "report" | "edit" | "tag" | "collection" | "compare-with" | "search-form" | "export" | "to-list" | "encoding" | "pack" | "make-pack" | "new-group" | "join-group" | "share" | "share-list" | "save-search" | "similar";

let open = $state<DialogName | null>(null);
let subject = $state.raw<string[]>([]);

export const dialogs = {
  get open() { return open; },
  set open(name) { open = name; },
  /** Ids of the documents that the dialog is about. */
  get subject() { return subject; },
  /** Opens a dialog about documents. */
  ask(name: DialogName, ids: string[] = []) {
    subject = ids;
    open = name;
  },
};
