// Keys to commands. An input method's keys, and plain keys in a field, are not for us.
import { commands, type Command } from "./commands";
import { composing } from "./composition";
import { dialogs } from "./stores/dialogs.svelte";

/** The name of a key event, as in the list of commands. */
export function nameOf(event: KeyboardEvent): string {
  const mac = navigator.platform.startsWith("Mac");
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const parts = [(mac ? event.metaKey : event.ctrlKey) && "Mod", event.altKey && "Alt", event.shiftKey && key !== "?" && "Shift", key];
  return parts.filter(Boolean).join("+");
}

const inField = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest("input:not([type='checkbox'], [type='range']), textarea, select, .cm-content") !== null;

/** The command of a key where it was pressed. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  if (composing(event) || event.defaultPrevented) return undefined;
  const name = nameOf(event);
  // In a field the keys of text belong to the field.
  if (inField(event.target) && (!/^(Mod|Alt)|^(Shift\+)?F\d/.test(name) || ["Mod+Z", "Mod+Shift+Z", "Mod+A", "Mod+Shift+V"].includes(name))) return undefined;
  return commands.find((command) => command.keys === name && (command.ready?.() ?? true));
}

/** Listens on the window; answers with what ends it. */
export function listenToKeys(): () => void {
  const pressed = (event: KeyboardEvent) => {
    // A dialog is modal: it has keys of its own.
    if (dialogs.open) return;
    const command = commandOf(event);
    if (!command) return;
    event.preventDefault();
    void command.run();
  };
  window.addEventListener("keydown", pressed);
  return () => window.removeEventListener("keydown", pressed);
}
