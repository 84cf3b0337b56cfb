import { Refusal } from './refusal';
import { tellSession } from './session-events';
import { subjectHeader } from './subject';

/** Values of an answer in JSON lines, as they come. @throws Refusal */
export async function* jsonLines<Line>(address: string, signal: AbortSignal): AsyncGenerator<Line> {
  const response = await fetch(address, { signal, headers: subjectHeader() }).catch((error: unknown) => {
    throw new Refusal(0, { code: 'OFFLINE' }, error);
  });
  if (!response.ok || !response.body) {
    const refusal = new Refusal(response.status, await response.json().catch(() => undefined));
    tellSession(refusal);
    throw refusal;
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? '')).split('\n');
    rest = done ? '' : (lines.pop() ?? '');
    for (const line of lines) if (line !== '') yield JSON.parse(line) as Line;
    if (done) return;
  }
}
