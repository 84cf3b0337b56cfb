/** Fills a protobuf message in place of a builder: its setters are typed as returning nothing. */
export function make<T>(message: T, fill: (message: T) => unknown): T {
  fill(message);
  return message;
}
