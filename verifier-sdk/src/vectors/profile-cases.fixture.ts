/** The catalog, its field, its attachment, its certificates and its photo. */
import { deflateSync } from 'node:zlib';

import type { Photo } from '../pdf/handmade.fixture.js';
import { streamOf } from './documents.fixture.js';
import { EditedPdfs, both, edit, extra } from './pdf-edits.fixture.js';
import type { Edit } from './pdf-edits.fixture.js';
import type { VectorSet } from './set.fixture.js';

export async function addProfileCases(set: VectorSet): Promise<void> {
  const pdfs = new EditedPdfs(set);
  for (const [id, change] of Object.entries(objects)) await pdfs.signed(id, { edit: change });
  for (const [id, change] of Object.entries(allowed)) await pdfs.taken(id, { edit: change });
  await addAttachments(pdfs);
  await addValidation(pdfs);
  await addPhotos(pdfs);
}

const attachmentNames = '/F(credential.sd-jwt)/UF(credential.sd-jwt)';

const objects: Readonly<Record<string, Edit>> = {
  'without-a-form': edit(1, '/AcroForm<</SigFlags 3/Fields[4 0 R]>>', ''),
  'without-fields': edit(1, '/Fields[4 0 R]', ''),
  'field-that-the-form-does-not-name': edit(1, '/Fields[4 0 R]', '/Fields[3 0 R]'),
  'without-associated-files': edit(1, '/AF[6 0 R]', ''),
  'second-attachment-without-a-file': extra('<</Type/Filespec/F(x)>>'),
  'second-attachment-without-a-type': extra('<</EF<<>>>>'),
  'attachment-without-its-file': edit(6, '/EF<</F 7 0 R/UF 7 0 R>>', ''),
  'attachment-without-a-name': edit(6, attachmentNames, ''),
  'certificate-without-bytes': edit(1, '/Certs[]', '/Certs[9 0 R]'),
  'too-many-certificates': edit(1, '/Certs[]', `/Certs[${'8 0 R '.repeat(17)}]`),
};

const hexOf = (text: string, encoding: BufferEncoding): string => Buffer.from(text, encoding).toString('hex');
/** UTF-16BE behind its mark. */
const utf16 = `feff${Buffer.from('credential.sd-jwt', 'utf16le').swap16().toString('hex')}`.toUpperCase();

const allowed: Readonly<Record<string, Edit>> = {
  'attachment-named-once': edit(6, attachmentNames, '/UF(credential.sd-jwt)'),
  'attachment-named-in-hexadecimal': edit(
    6,
    attachmentNames,
    `/F<${hexOf('credential.sd-jwt', 'latin1')}>/UF<${utf16}>`,
  ),
  'without-a-store-of-certificates': edit(1, '/DSS<</Certs[]>>', ''),
  'without-stored-certificates': edit(1, '/DSS<</Certs[]>>', '/DSS<<>>'),
};

async function addAttachments(pdfs: EditedPdfs): Promise<void> {
  const deflated = (filter: string) => ({
    ...{ isDeflated: true, edit: edit(7, '/Filter/FlateDecode', `/Filter${filter}`) },
  });
  await pdfs.taken('attachment-with-a-list-of-one-filter', deflated('[/FlateDecode]'));
  await pdfs.signed('attachment-with-two-filters', deflated('[/FlateDecode/FlateDecode]'));
}

async function addValidation(pdfs: EditedPdfs): Promise<void> {
  const [leaf = new Uint8Array(), issuing = leaf, root = leaf] = pdfs.set.cast.party.chain;
  const changes = { cms: { certificates: [leaf, issuing] } };
  // What cannot be read is of no use and no harm.
  const validation = [Uint8Array.of(5, 0), root];
  await pdfs.taken('chain-to-a-stored-root', { validation }, { changes });
  const large = 64 * 1024 + 1;
  const stored = (body: string): Edit => both(edit(1, '/Certs[]', '/Certs[10 0 R]'), extra(body));
  await pdfs.signed('certificate-that-is-too-large', { edit: stored(streamOf('', new Uint8Array(large))) });
  // As many zeros, deflated.
  const zlib = `78daedc101010000008220ffafae214001${'00'.repeat(62)}c00d00100001`;
  const inflating = streamOf('/Filter/FlateDecode', Buffer.from(zlib, 'hex'));
  await pdfs.signed('certificate-that-inflates-too-far', { edit: stored(inflating) });
}

/** zlib that does not depend on who deflates. */
const zlibOf = (text: string): Buffer => deflateSync(Buffer.from(text, 'latin1'), { level: 0 });

const upright = '60 0 0 -80';
const jpeg: Photo = {
  bytes: Uint8Array.of(0xff, 0xd8, 0xff, 0xd9),
  entries: '/Width 1/Height 1/Filter/DCTDecode',
  turn: upright,
};
const parameters = '/DecodeParms<</Predictor 15/Colors 3/Columns 1>>';
const png: Photo = {
  bytes: zlibOf('\0\x01\x02\x03'),
  entries: `/Width 1/Height 1/ColorSpace/DeviceRGB/Filter/FlateDecode${parameters}`,
  turn: upright,
};
const pngWith = (from: string, to: string): Photo => ({ ...png, entries: png.entries.replace(from, to) });
/** Where another page would place it. */
const placed = zlibOf('q 0 60 -80 0 72 700 cm /I0 Do Q\n');
const whole =
  (object: number, body: string): Edit =>
  (objects) =>
    objects.set(object, body);

/** Of a photo that is not shown nothing is. */
const photos: Readonly<Record<string, readonly [Photo, Edit?]>> = {
  png: [png],
  'grey-png': [pngWith('RGB', 'Gray')],
  'png-without-a-width': [pngWith('/Width 1', '/Width true')],
  'in-another-encoding': [pngWith('Flate', 'LZW')],
  'without-parameters': [pngWith(parameters, '')],
  'with-another-predictor': [pngWith('15', '2')],
  'beside-another': [jpeg, extra('<</Subtype/Image>>')],
  'without-bytes': [jpeg, whole(10, '<</Subtype/Image>>')],
  'beside-an-array': [jpeg, extra('[]')],
  turned: [{ ...jpeg, turn: '0 60 -80 0' }],
  'not-placed': [jpeg, whole(8, streamOf('/Filter/FlateDecode', zlibOf('q Q\n')))],
  'placed-by-what-is-no-page': [
    jpeg,
    whole(2, streamOf('/Type/Pages/Kids[3 0 R]/Count 1/Filter/FlateDecode', placed)),
  ],
  'placed-by-what-is-not-deflated': [jpeg, whole(2, streamOf('/Kids[3 0 R]/Count 1', placed))],
  'placed-by-what-does-not-inflate': [jpeg, whole(8, streamOf('/Filter/FlateDecode', placed.subarray(2)))],
};

async function addPhotos(pdfs: EditedPdfs): Promise<void> {
  for (const [id, [photo, change]] of Object.entries(photos))
    await pdfs.taken(`photo-${id}`, { photo, ...(change && { edit: change }) });
}
