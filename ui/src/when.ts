// Times as people read them: of today the hour, else the day; in the time zone of this machine.
export function when(time: string, now = new Date()): string {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return time;
  const two = (n: number) => String(n).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return at.toDateString() === now.toDateString() ? `${two(at.getHours())}:${two(at.getMinutes())}` : day;
}
