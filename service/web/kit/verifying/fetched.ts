/** The bytes of a file of this page. @throws TypeError when there is no answer, or none with the file */
export async function fetched(address: string): Promise<ArrayBuffer> {
  const response = await fetch(address);
  if (!response.ok) throw new TypeError(`${address} answered ${response.status}`);
  return response.arrayBuffer();
}
