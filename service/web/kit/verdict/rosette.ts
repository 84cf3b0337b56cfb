/**
 * A guilloche of the kind engraved on certificates: `petals` waves around a circle, several phases
 * of them laid over each other, as one SVG path around the origin.
 */
export function rosette(radius: number, depth: number, petals: number, phases: number): string {
  const steps = petals * 14;
  let path = '';
  for (let phase = 0; phase < phases; phase += 1) {
    for (let step = 0; step <= steps; step += 1) {
      const turn = (step / steps) * 2 * Math.PI;
      const wave = radius + depth * Math.sin(petals * turn + (phase / phases) * 2 * Math.PI);
      const at = `${(wave * Math.cos(turn)).toFixed(1)} ${(wave * Math.sin(turn)).toFixed(1)}`;
      path += step === 0 ? `M${at}` : `L${at}`;
    }
    path += 'Z';
  }
  return path;
}
