// The search form as a query of the query language.

const words = (text = "") => text.trim().split(/\s+/).filter(Boolean);
const quoted = (text: string) => (/[\s()（）:：~～-]/.test(text) ? `"${text.replaceAll('"', "")}"` : text);

/** The query of a filled form; empty for an empty one. */
export function formQuery(values: Record<string, string | undefined>): string {
  const field = (name: string, key: string) => {
    const value = values[key]?.trim();
    return value ? [`${name}:${quoted(value)}`] : [];
  };
  const any = words(values.any).map(quoted);
  const phrase = values.phrase?.trim().replaceAll('"', "");
  const [from, to] = [values.from?.trim() ?? "", values.to?.trim() ?? ""];
  return [
    ...words(values.all).map(quoted),
    ...(phrase ? [`"${phrase}"`] : []),
    ...(any.length > 1 ? [`( ${any.join(" OR ")} )`] : any),
    ...words(values.none).map((word) => `-${quoted(word)}`),
    ...field("标题", "title"),
    ...field("发文字号", "document_number"),
    ...field("发文机关", "issuer"),
    ...field("讲话人", "speaker"),
    ...(from || to ? [`日期:${from}..${to}`] : []),
  ].join(" ");
}
