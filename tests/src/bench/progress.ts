/** Says what is being prepared; on standard error, so that the figures stay clean. */
export function progress(step: string): void {
  process.stderr.write(`${step} …\n`);
}
