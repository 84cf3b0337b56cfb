import { sealMarks } from '../art/seal.js';
import type { PageContent } from '../content.js';
import type { Block, Mark } from '../drawing/mark.js';
import type { Faces } from '../fonts/faces.js';
import { composeStatic, composeVariable } from './compose.js';
import type { Figures } from './compose.js';
import type { Layout } from './layout.js';

/** All marks of one page, in the order in which they are drawn. Millimetres. */
export interface Page {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly blocks: readonly Block[];
  /** Drawn around (0, 0) and placed last, its ink multiplied with what lies below. */
  readonly seal: { readonly x: number; readonly y: number; readonly marks: readonly Mark[] };
}

/** The page of a certificate as one drawing. Files made by the thousand take its parts apart: see the renderer. */
export function drawPage(layout: Layout, faces: Faces, content: PageContent, figures: Figures): Page {
  const { seal } = layout;
  return {
    width: layout.page.width,
    height: layout.page.height,
    title: content.type.name,
    blocks: [...composeStatic(layout, faces), ...composeVariable(layout, faces, content, figures)],
    seal: { x: seal.x, y: seal.y, marks: sealMarks(faces, content.issuer, seal.diameter) },
  };
}
