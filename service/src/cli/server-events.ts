/** The events of a `text/event-stream` (WHATWG HTML §9.2.6), as far as our service writes it. */
export async function* serverEvents(
  response: Response,
): AsyncGenerator<{ readonly event: string; readonly data: string }, void> {
  if (!response.body) return;
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body) {
    rest += decoder.decode(chunk as Uint8Array, { stream: true });
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split('\n');
      const value = (name: string): string =>
        lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
      if (value('data') !== '') yield { event: value('event'), data: value('data') };
    }
  }
}
