import { makeFile, makeObjects, makeParty, signFile } from '@certbridge/verifier-sdk-fixtures';
import type { Party } from '@certbridge/verifier-sdk-fixtures';

/** A file that was signed, and what an attacker made of it afterwards. */
export interface Attack {
  readonly name: string;
  readonly signed: Uint8Array;
  readonly attacked: Uint8Array;
}

type Objects = ReadonlyMap<number, string>;

const CREDENTIAL = 'eyJhbGciOiJFUzI1NiJ9.e30.c2ln~';
const page = (contents: string, more = ''): string =>
  `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${contents}/Resources<</Font<</F1 9 0 R>>>>/Annots[4 0 R${more}]>>`;
const stream = (content: string): string => `<</Length ${content.length}>>\nstream\n${content}\nendstream`;
const text = (line: string): string => `BT /F1 24 Tf 72 700 Td (${line}) Tj ET`;

/** What the issuer signs: an ordinary certificate, or one that an insider prepared. */
function sign(party: Party, prepared: Objects = new Map()): Uint8Array {
  const objects = new Map([...makeObjects(CREDENTIAL, party.chain.slice(2)), ...prepared]);
  return signFile(makeFile(objects), party, { cms: { certificates: party.chain.slice(0, 2) } });
}

interface Update {
  readonly objects?: Objects;
  /** The number of the catalog; 1 in what was signed. */
  readonly root?: number;
}

/** An incremental update (ISO 32000-1 §7.5.6), well formed: objects, table, trailer. */
function update(signed: Uint8Array, { objects = new Map(), root = 1 }: Update): Uint8Array {
  const before = Buffer.from(signed).toString('latin1');
  const previous = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(before)?.[1]);
  const size = Number(/\/Size (\d+)/.exec(before.slice(previous))?.[1]);
  let added = '';
  const offsets = new Map<number, number>();
  for (const [number, body] of objects) {
    offsets.set(number, before.length + added.length);
    added += `${number} 0 obj\n${body}\nendobj\n`;
  }
  const entries = [...offsets].map(
    ([number, offset]) => `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`,
  );
  const table = before.length + added.length;
  const last = Math.max(size, ...[...offsets.keys()].map((number) => number + 1));
  const trailer = `trailer\n<</Size ${last}/Root ${root} 0 R/Prev ${previous}>>\nstartxref\n${table}\n%%EOF\n`;
  return new Uint8Array(
    Buffer.from(`${before}${added}xref\n0 1\n0000000000 65535 f \n${entries.join('')}${trailer}`, 'latin1'),
  );
}

const overlay = '1 1 1 rg 60 680 400 60 re f 0 0 0 rg BT /F1 24 Tf 72 700 Td (harmless) Tj ET';

/**
 * The families that change what a signed file shows without breaking its signature: incremental saving
 * (Mladenov et al., CCS 2019), shadow attacks (Mainka et al., NDSS 2021), evil annotations (Rohlmann et al.,
 * IEEE S&P 2021). All of them end in a revision after the signature.
 */
export async function makeAttacks(): Promise<readonly Attack[]> {
  const party = await makeParty('示例市民政局');
  const plain = sign(party);
  const attack = (name: string, signed: Uint8Array, change: Update): Attack => ({
    name,
    signed,
    attacked: update(signed, change),
  });

  const covered = sign(
    party,
    new Map([
      [3, page('[8 0 R 11 0 R]')],
      [11, stream(overlay)],
    ]),
  );
  const field =
    '<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Zhang San)/DA(/F1 24 Tf)/Rect[72 600 300 640]/F 4/P 3 0 R>>';
  const catalog = (makeObjects(CREDENTIAL, party.chain.slice(2)).get(1) ?? '').replace('2 0 R', '12 0 R');
  const hidden = sign(
    party,
    new Map([
      [11, catalog],
      [12, '<</Type/Pages/Kids[13 0 R]/Count 1>>'],
      [13, page('14 0 R').replace('2 0 R', '12 0 R')],
      [14, stream(text('another certificate'))],
    ]),
  );
  const note =
    '<</Type/Annot/Subtype/FreeText/Rect[60 680 460 740]/Contents(another name)/DA(/F1 24 Tf)/F 4/P 3 0 R>>';
  return [
    attack('incremental saving: the page drawn anew', plain, {
      objects: new Map([[8, stream(text('another certificate'))]]),
    }),
    attack('shadow attack, hide: what covered the page is taken away', covered, {
      objects: new Map([[11, stream('')]]),
    }),
    attack('shadow attack, replace: a font that draws other figures', plain, {
      objects: new Map([
        [
          9,
          '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Type/Encoding/Differences[48/nine/eight/seven]>>>>',
        ],
      ]),
    }),
    attack('shadow attack, replace: a form field filled in over the page', plain, {
      objects: new Map([
        [3, page('8 0 R', ' 15 0 R')],
        [15, field],
      ]),
    }),
    attack(
      'shadow attack, hide and replace: a catalog that was signed in unseen becomes the document’s',
      hidden,
      {
        root: 11,
      },
    ),
    attack('evil annotation: a text laid over the page', plain, {
      objects: new Map([
        [3, page('8 0 R', ' 15 0 R')],
        [15, note],
      ]),
    }),
    attack('incremental saving that changes nothing', plain, {}),
  ];
}
