/** Fixed-point 15.16 (ICC.1:2010 §4.6). */
function s15Fixed16(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeInt32BE(Math.round(value * 65536));
  return out;
}

function tag(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.alloc(4), ...parts]);
  return Buffer.concat([body, Buffer.alloc(-body.length & 3)]);
}

const xyz = (x: number, y: number, z: number): Buffer =>
  tag('XYZ ', s15Fixed16(x), s15Fixed16(y), s15Fixed16(z));

function text(value: string): Buffer {
  const utf16 = Buffer.from(value, 'utf16le').swap16();
  const header = Buffer.alloc(20);
  header.writeUInt32BE(1, 0);
  header.writeUInt32BE(12, 4);
  header.write('enUS', 8, 'latin1');
  header.writeUInt32BE(utf16.length, 12);
  header.writeUInt32BE(28, 16);
  return tag('mluc', header, utf16);
}

/**
 * The sRGB colour space (IEC 61966-2-1) as an ICC 4.2 display profile, made from its definition:
 * primaries adapted to D50, and the sRGB transfer curve as parametric curve type 3.
 */
export function srgbProfile(): Buffer {
  const curve = Buffer.concat([
    Buffer.from([0, 3, 0, 0]),
    ...[2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045].map(s15Fixed16),
  ]);
  const trc = tag('para', curve);
  const tags: [string, Buffer][] = [
    ['desc', text('sRGB')],
    ['cprt', text('No copyright, use freely')],
    ['wtpt', xyz(0.9642, 1, 0.8249)],
    [
      'chad',
      tag(
        'sf32',
        ...[1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168].map(
          s15Fixed16,
        ),
      ),
    ],
    ['rXYZ', xyz(0.43607, 0.22249, 0.01392)],
    ['gXYZ', xyz(0.38515, 0.71687, 0.09708)],
    ['bXYZ', xyz(0.14307, 0.06061, 0.7141)],
    ['rTRC', trc],
    ['gTRC', trc],
    ['bTRC', trc],
  ];
  const table = Buffer.alloc(4 + 12 * tags.length);
  table.writeUInt32BE(tags.length, 0);
  const bodies: Buffer[] = [];
  const placed = new Map<Buffer, number>();
  let offset = 128 + table.length;
  tags.forEach(([name, body], n) => {
    let at = placed.get(body);
    if (at === undefined) {
      at = offset;
      placed.set(body, at);
      bodies.push(body);
      offset += body.length;
    }
    table.write(name, 4 + 12 * n, 'latin1');
    table.writeUInt32BE(at, 8 + 12 * n);
    table.writeUInt32BE(body.length, 12 + 12 * n);
  });
  const header = Buffer.alloc(128);
  header.writeUInt32BE(offset, 0);
  header.writeUInt32BE(0x04200000, 8);
  header.write('mntrRGB XYZ ', 12, 'latin1');
  [2026, 1, 1, 0, 0, 0].forEach((part, n) => header.writeUInt16BE(part, 24 + 2 * n));
  header.write('acsp', 36, 'latin1');
  s15Fixed16(0.9642).copy(header, 68);
  s15Fixed16(1).copy(header, 72);
  s15Fixed16(0.8249).copy(header, 76);
  return Buffer.concat([header, table, ...bodies]);
}
