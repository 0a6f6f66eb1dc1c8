// The name under which this machine's person writes: asked once, before the first words leave the machine.
let waiting = $state.raw<((given: boolean) => void) | null>(null);

export const naming = {
  get open() { return waiting !== null; },
};

/** Opens the question; true once a name was given, false if it was closed without one. */
export function askMyName(): Promise<boolean> {
  waiting?.(false);
  return new Promise((answer) => (waiting = answer));
}

export function answerName(given: boolean): void {
  waiting?.(given);
  waiting = null;
}
