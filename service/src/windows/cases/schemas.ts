import { z } from 'zod';
import { day, instant, line, uuid } from '../../platform/wire/index.js';
import { serviceItem } from '../items/schemas.js';
import { ofHall } from '../pairing/schemas.js';
import { digest, receipt } from '../receipts/schemas.js';
import { closings } from './case.js';
import { coverages } from './coverage.js';
import { materialStates } from './materials.js';

export const ofCase = ofHall.extend({ case: uuid });
export const ofMaterial = ofCase.extend({ material: z.string().max(100) });

export const caseHolder = z
  .strictObject({ name: line, number: line })
  .meta({ id: 'CaseHolder', description: 'Whoever comes: name, and number (GB 11643 or GB 32100)' });

export const closing = z.enum(closings);

const commitmentKind = z.enum(['deferred', 'declared']).meta({
  description:
    'deferred 容缺受理, declared 告知承诺: the item says which kind a material allows, and how many days',
});

const commitment = z
  .strictObject({
    kind: commitmentKind,
    due: day,
    isOverdue: z.boolean(),
    reason: z.string(),
    isSigned: z.boolean().meta({ description: 'On the screen; else on the printed form' }),
    madeAt: instant,
    fulfilledAt: instant.nullable(),
  })
  .meta({ id: 'Commitment' });

const material = z
  .strictObject({
    id: z.string(),
    state: z.enum(materialStates).meta({
      description: 'certificate: a verified certificate covers it 免提交; lacking: nothing does yet',
    }),
    receipt: digest.nullable(),
    commitment: commitment.nullable(),
  })
  .meta({ id: 'CaseMaterial' });

const document = receipt
  .extend({
    coverage: z.enum(coverages).meta({ description: 'The best that it is for any material of the case' }),
    later: z
      .strictObject({ at: instant, verdict: z.string(), code: z.string() })
      .nullable()
      .meta({ description: 'What a check by the service said later, where it could not be told at first' }),
    isWaiting: z.boolean().meta({ description: 'The service checks it again when it knows more' }),
  })
  .meta({ id: 'CaseDocument' });

export const wholeCase = z
  .strictObject({
    id: uuid,
    item: serviceItem,
    holder: caseHolder,
    openedBy: z.string(),
    openedAt: instant,
    closedAs: closing.nullable(),
    closedAt: instant.nullable(),
    materials: z.array(material).meta({ description: 'The list 一次性告知清单, as it stands' }),
    documents: z.array(document),
    lacking: z.array(z.string()).meta({ description: 'Materials that nothing settles yet' }),
  })
  .meta({ id: 'Case' });

export const caseSummary = z
  .strictObject({
    id: uuid,
    item: z.string(),
    openedAt: instant,
    closedAs: closing.nullable(),
    due: day.nullable().meta({ description: 'The nearest deadline of a commitment that is not kept yet' }),
    attention: z.enum(['overdue', 'answered']).nullable().meta({
      description: 'answered: a later check has told what could not be told before',
    }),
  })
  .meta({ id: 'CaseSummary' });

export const shownDocument = z
  .strictObject({
    receipt: z.string().min(1).max(400_000),
    content: z
      .strictObject({
        kind: z.enum(['pdf', 'qr']),
        bytes: z
          .base64()
          .max(900_000)
          .meta({ description: 'Of the file, or of the text of the code in UTF-8' }),
      })
      .exactOptional()
      .meta({ description: 'Kept, encrypted, only where the verdict is indeterminate and until it is not' }),
  })
  .meta({ id: 'ShownDocument' });

export const newCommitment = z
  .strictObject({
    kind: commitmentKind,
    due: day,
    reason: z.string().min(1).max(500),
    signature: z
      .base64()
      .max(200_000)
      .exactOptional()
      .meta({ description: 'Drawn on the screen, a PNG; left out, the printed form is signed' }),
  })
  .meta({ id: 'NewCommitment' });

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month like 2026-11');
export const figuresQuery = z.object({ from: month, until: month });

const count = z.int().min(0);
export const figures = z
  .strictObject({
    item: z.string(),
    month,
    cases: count,
    certificate: count,
    paper: count,
    deferred: count,
    declared: count,
    notHandedIn: z.number().min(0).max(1).nullable().meta({
      description: 'Rate of materials not handed in 免提交率, of those settled and needed',
    }),
  })
  .meta({ id: 'CaseFigures' });
