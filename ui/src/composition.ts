// Input methods: nothing fires while one is composing, and the Enter that ends a composition submits
// nothing. WebKit sends that Enter after `compositionend`, with key code 229.

/** True for a key that belongs to an input method. */
export const composing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

/** Calls `changed` for every change of a field that is not part of a composition, and once at its end. */
export function typed(changed: (value: string) => void) {
  return (field: HTMLInputElement | HTMLTextAreaElement) => {
    let open = false;
    let told = field.value;
    const tell = () => {
      if (open || field.value === told) return;
      told = field.value;
      changed(told);
    };
    const begin = () => (open = true);
    const end = () => {
      open = false;
      tell();
    };
    const input = (event: Event) => {
      if (!(event as InputEvent).isComposing) tell();
    };
    field.addEventListener("compositionstart", begin);
    field.addEventListener("compositionend", end);
    field.addEventListener("input", input);
    return () => {
      field.removeEventListener("compositionstart", begin);
      field.removeEventListener("compositionend", end);
      field.removeEventListener("input", input);
    };
  };
}
