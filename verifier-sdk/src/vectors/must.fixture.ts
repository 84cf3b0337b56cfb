/** What must be there for a vector to be made. @throws TypeError where it is not */
export function must<T>(found: T | undefined): T {
  if (found === undefined) throw new TypeError('a vector lacks what it is made from');
  return found;
}
