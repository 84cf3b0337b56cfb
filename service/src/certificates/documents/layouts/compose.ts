import { frame, rosette, waves } from '../art/guilloche.js';
import { rectangle } from '../art/curves.js';
import { silhouette } from '../art/silhouette.js';
import type { PageContent } from '../content.js';
import type { Block, Mark, Matrix, Picture, TextMark } from '../drawing/mark.js';
import { isLying } from '../drawing/orientation.js';
import { DocumentError } from '../errors.js';
import type { Faces } from '../fonts/faces.js';
import { chineseDate, formatValue, nameTracking, period } from './format.js';
import type { Align, Art, Field, Layout, MicrotextArt, Wording } from './layout.js';
import { glyphsOf, typeset, widthOf } from './typeset.js';
import type { Line, Typeset } from './typeset.js';
import { copyOverprint, sampleOverprint } from './watermark.js';

const MM_PER_POINT = 25.4 / 72;
const DEFAULT_LEADING = 1.45;
/** White around the QR code (ISO/IEC 18004 §6.3.8). */
const QUIET_MODULES = 4;

/** What is the same on every certificate of a layout: art as decoration, wording as text. */
export function composeStatic(layout: Layout, faces: Faces): Block[] {
  const art = layout.art.flatMap((item) => artMarks(item, faces));
  const photoFrame = layout.photo?.frame;
  if (layout.photo && photoFrame) {
    const { x, y, width, height } = layout.photo;
    art.push({
      kind: 'path',
      path: rectangle(x, y, width, height),
      fill: '#ffffff',
      stroke: photoFrame,
      width: 0.2,
    });
  }
  return [{ marks: art }, ...layout.wording.map((item) => wordingBlock(item, faces))];
}

function artMarks(art: Art, faces: Faces): Mark[] {
  switch (art.kind) {
    case 'frame':
      return frame(art);
    case 'rosette':
      return rosette(art);
    case 'waves':
      return waves(art);
    case 'line':
      return [
        {
          kind: 'path',
          path: [
            ['M', ...art.from],
            ['L', ...art.to],
          ],
          stroke: art.colour,
          width: art.line ?? 0.15,
        },
      ];
    case 'microtext':
      return [microtext(art, faces)];
    case 'box': {
      const { x, y, width, height, radius, fill, stroke, line, opacity } = art;
      return [
        {
          kind: 'path',
          path: rectangle(x, y, width, height, radius),
          ...(fill ? { fill } : {}),
          ...(stroke ? { stroke, width: line ?? 0.15 } : {}),
          ...(opacity === undefined ? {} : { opacity }),
        },
      ];
    }
  }
}

/** The text as often as it fits, spread so that it ends where its place does. */
function microtext(art: MicrotextArt, faces: Faces): TextMark {
  const size = art.size * MM_PER_POINT;
  const once = glyphsOf(faces, art.face, art.text);
  const room = art.width / size;
  const times = Math.max(1, Math.floor(room / widthOf(once)));
  const glyphs = Array.from({ length: times }, () => once).flat();
  const tracking = (room - widthOf(glyphs)) / Math.max(1, glyphs.length - 1);
  return { kind: 'text', glyphs, x: art.x, y: art.y, size, colour: art.colour, tracking };
}

function wordingBlock(item: Wording, faces: Faces): Block {
  const size = item.size * MM_PER_POINT;
  const tracking = item.tracking ?? 0;
  const width = item.width;
  const lines: readonly Line[] =
    width === undefined
      ? [item.text].map((text) => {
          const glyphs = glyphsOf(faces, item.face, text);
          return { glyphs, width: widthOf(glyphs, tracking) };
        })
      : typeset(faces, item.text, { face: item.face, width: width / size, lines: 99, tracking }).lines;
  const marks = place(lines, {
    ...item,
    size,
    tracking,
    top: item.y,
    leading: item.leading ?? DEFAULT_LEADING,
  });
  return {
    role: item.role === 'title' ? 'H1' : 'P',
    marks,
    ...(tracking === 0 ? {} : { actualText: item.text }),
  };
}

interface Placement {
  readonly x: number;
  /** Baseline of the first line. */
  readonly top: number;
  readonly width?: number | undefined;
  readonly size: number;
  readonly colour: string;
  readonly align?: Align | undefined;
  readonly tracking: number;
  readonly leading: number;
}

function place(lines: readonly Line[], at: Placement): TextMark[] {
  const { size, colour, tracking, align = 'left' } = at;
  return lines.map((line, n) => {
    // Without a width, x itself is the left end, the middle or the right end.
    const room = (at.width ?? 0) - line.width * size;
    const x = at.x + (align === 'left' ? 0 : align === 'right' ? room : room / 2);
    return {
      kind: 'text',
      glyphs: line.glyphs,
      x,
      y: at.top + n * size * at.leading,
      size,
      colour,
      tracking,
    };
  });
}

/** The picture, symbol and seal that go into a page beside its text. */
export interface Figures {
  readonly qr: Matrix;
  readonly photo?: Picture;
  /** Marks the page as a sample 样张. */
  readonly sample?: boolean;
}

/**
 * What differs from certificate to certificate. The blocks' number and roles are the same for all originals of a layout,
 * and for all copies.
 */
export function composeVariable(
  layout: Layout,
  faces: Faces,
  content: PageContent,
  figures: Figures,
): Block[] {
  const { copy } = content;
  const over = figures.sample
    ? sampleOverprint(layout, faces)
    : copy && copyOverprint(layout, faces, { ...content, copy });
  return [
    ...(layout.photo ? [photoBlock(layout.photo, figures.photo)] : []),
    // Over the photo, under what is to be read.
    ...(over ? [over.across] : []),
    ...layout.fields.map((field) => fieldBlock(field, faces, content)),
    qrBlock(layout, figures.qr),
    ...(over ? [over.note] : []),
  ];
}

/** Roles of the blocks that `composeVariable` makes, for the structure tree. */
export function variableRoles(layout: Layout, content: PageContent): Pick<Block, 'role' | 'alternative'>[] {
  return [
    ...(layout.photo ? [{ role: 'Figure' as const, alternative: '持证主体照片' }] : []),
    ...layout.fields.map(() => ({ role: 'P' as const })),
    { role: 'Figure', alternative: '二维码' },
    ...(content.copy ? [{ role: 'P' as const }] : []),
  ];
}

function qrBlock({ qr: { x, y, size, colour } }: Layout, matrix: Matrix): Block {
  const quiet = (QUIET_MODULES * size) / matrix.size;
  const around = rectangle(x - quiet, y - quiet, size + 2 * quiet, size + 2 * quiet);
  return {
    role: 'Figure',
    alternative: '二维码',
    marks: [
      { kind: 'path', path: around, fill: '#ffffff' },
      { kind: 'qr', matrix, box: { x, y, width: size, height: size }, colour },
    ],
  };
}

function photoBlock(place: NonNullable<Layout['photo']>, photo: Picture | undefined): Block {
  if (!photo) return { role: 'Figure', marks: silhouette(place) };
  const lies = isLying(photo.orientation);
  const across = lies ? photo.height : photo.width;
  const down = lies ? photo.width : photo.height;
  const scale = Math.min(place.width / across, place.height / down);
  const [width, height] = [across * scale, down * scale];
  const box = {
    x: place.x + (place.width - width) / 2,
    y: place.y + (place.height - height) / 2,
    width,
    height,
  };
  return { role: 'Figure', marks: [{ kind: 'picture', picture: photo, box }] };
}

function fieldBlock(field: Field, faces: Faces, content: PageContent): Block {
  const raw = valueOf(field, content);
  if (raw === '') return { role: 'P', marks: [] };
  const format = field.format ?? 'text';
  const text = `${field.prefix ?? ''}${formatValue(raw, format)}${field.suffix ?? ''}`;
  const tracking = format === 'name' ? nameTracking(raw) : (field.tracking ?? 0);
  const size = field.size * MM_PER_POINT;
  const leading = field.leading ?? DEFAULT_LEADING;
  const set = setField(field, faces, text, { size, tracking, leading });
  const scaled = size * set.scale;
  const block = scaled * (0.88 + leading * (set.lines.length - 1));
  // A line of Chinese is 0.88 em high above its baseline; what hangs below evens out.
  const top = field.height === undefined ? field.y : field.y + (field.height - block) / 2 + scaled * 0.84;
  const marks = place(set.lines, { ...field, size: scaled, tracking, top, leading });
  const spaced = tracking !== 0 || format === 'groups-of-four';
  return { role: 'P', marks, ...(spaced ? { actualText: format === 'groups-of-four' ? raw : text } : {}) };
}

/** Names of the type's fields whose values are too long for their places, even at the smallest size. */
export function overfullFields(layout: Layout, faces: Faces, content: PageContent): string[] {
  const own = layout.fields.filter(({ field }) => !field.startsWith('$'));
  const overfull = own.filter((field) => {
    try {
      fieldBlock(field, faces, content);
      return false;
    } catch (error) {
      if (error instanceof DocumentError && error.code === 'TEXT_TOO_LONG') return true;
      throw error;
    }
  });
  return [...new Set(overfull.map(({ field }) => field))];
}

/** `size` in millimetres, the others in ems. */
function setField(
  field: Field,
  faces: Faces,
  text: string,
  { size, tracking, leading }: { readonly size: number; readonly tracking: number; readonly leading: number },
): Typeset {
  try {
    return typeset(faces, text, {
      face: field.face,
      width: field.width / size,
      lines: field.lines ?? 1,
      ...(field.height !== undefined && { height: { room: field.height / size, leading } }),
      tracking,
      shrinkTo: Math.min(1, (field.minSize ?? field.size * 0.6) / field.size),
    });
  } catch (cause) {
    if (!(cause instanceof DocumentError)) throw cause;
    throw new DocumentError(cause.code, `Field "${field.field}": ${cause.message}`, { cause });
  }
}

function valueOf({ field, format }: Field, content: PageContent): string {
  switch (field) {
    case '$identifier':
      return content.identifier;
    case '$issuedOn':
      return format === undefined ? chineseDate(content.issuedOn) : content.issuedOn;
    case '$validity':
      return period(content.validFrom, content.validUntil, format === 'validity-dots');
    case '$issuer':
      return content.issuer.name;
    case '$issuerCode':
      return content.issuer.code;
    default: {
      const value = content.fields[field];
      return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
    }
  }
}
