/** The channel's `/Channel/Application/Endorsement`: a majority of its provinces, each by one of its peers. */
export function majority(provinces: number): number {
  return Math.floor(provinces / 2) + 1;
}
