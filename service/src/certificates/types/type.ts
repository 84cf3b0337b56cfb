import { z } from 'zod';

const title = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export type Title = z.infer<typeof title>;

/** One field of a certificate type: JSON Schema with titles and cross-checks beside it. */
const field = z.looseObject({
  type: z.enum(['string', 'integer', 'number']),
  'x-title': title,
  'x-name': z.boolean().optional(),
  'x-photo': z.boolean().optional(),
  'x-ending': z.string().optional(),
  'x-agrees-with': z.string().optional(),
  /** Whether the value may have several lines. */
  'x-lines': z.boolean().optional(),
  'x-remedy': title.optional(),
  /** Of a day or time that lies behind us, as a birth does. */
  'x-past': z.boolean().optional(),
  /** Names who issues 签发机关: only the issuer, or a name that it is allowed. */
  'x-authority': z.boolean().optional(),
});
export type Field = z.infer<typeof field>;

const schema = z.strictObject({
  $schema: z.string(),
  type: z.literal('object'),
  additionalProperties: z.literal(false),
  required: z.array(z.string()),
  properties: z.record(z.string().regex(/^[a-z][A-Za-z]*$/), field),
});

export const certificateType = z
  .strictObject({
    /** 18 characters of the authority that defines the type, 3 digits (GB/T 36904). */
    code: z.string().regex(/^[0-9A-HJ-NP-RTUW-Y]{18}\d{3}$/),
    version: z.int().positive(),
    slug: z.string().regex(/^[a-z][a-z-]*$/),
    name: z.string().min(1),
    nameEn: z.string().min(1),
    holder: z.enum(['person', 'organisation']),
    /** Keys of the fields that name and number the holder. */
    holderName: z.string(),
    holderNumber: z.string(),
    /** Keys whose values together name what is certified: one current certificate for each. */
    subject: z.array(z.string()).min(1),
    /** Of a type that proves whose child somebody is: keys of the day or time, the sex, and who the parents are. */
    birth: z
      .strictObject({
        at: z.string(),
        sex: z.string(),
        parents: z.array(z.strictObject({ name: z.string(), number: z.string() })).min(1),
      })
      .optional(),
    /** Version of the layout that new certificates are drawn with. */
    layout: z.int().positive(),
    schema,
  })
  .superRefine((type, context) => {
    const agreeing = Object.values(type.schema.properties).map((f) => f['x-agrees-with']);
    const { at, sex, parents = [] } = type.birth ?? {};
    const ofBirth = [at, sex, ...parents.flatMap(({ name, number }) => [name, number])];
    const named = [
      ...[type.holderName, type.holderNumber, ...type.subject, ...agreeing, ...ofBirth],
      ...type.schema.required,
    ];
    for (const key of named) {
      if (key !== undefined && !(key in type.schema.properties)) {
        context.addIssue({ code: 'custom', message: `names the field ${key}, which it does not define` });
      }
    }
    // A credential says by which fields its holder is compared: every certificate must have them.
    for (const key of [type.holderName, type.holderNumber]) {
      if (!type.schema.required.includes(key)) {
        context.addIssue({
          code: 'custom',
          message: `names the holder by ${key}, which it does not require`,
        });
      }
    }
  });

/** A certificate type (证照类型) at one version. */
export type CertificateType = z.infer<typeof certificateType>;

/** The fields that name who issues 签发机关. */
export function authorityFields(type: CertificateType): string[] {
  const fields = Object.entries(type.schema.properties);
  return fields.filter(([, f]) => f['x-authority'] === true).map(([key]) => key);
}

/** The field that holds a photo, if the type has one. */
export function photoField(type: CertificateType): string | undefined {
  return Object.entries(type.schema.properties).find(([, f]) => f['x-photo'] === true)?.[0];
}
