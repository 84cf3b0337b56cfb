/** What a citizen identity number (GB 11643) says: its birth date and sex; undefined where it is not one. */
export function saidByIdentityNumber(
  number: string,
): { readonly birthDate: string; readonly sex: '男' | '女' } | undefined {
  const [, year, month, day, order] = /^\d{6}(\d{4})(\d{2})(\d{2})(\d{3})[\dXx]$/.exec(number.trim()) ?? [];
  if (year === undefined || month === undefined || day === undefined || order === undefined) return undefined;
  return { birthDate: `${year}-${month}-${day}`, sex: Number(order) % 2 === 1 ? '男' : '女' };
}
