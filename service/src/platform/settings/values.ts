import { z } from 'zod';

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const SIZES = { '': 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 } as const;

/** "500ms", "2s", "5m", "24h" in milliseconds. */
export const duration = z
  .string()
  .regex(/^\d{1,9}(ms|s|m|h|d)$/)
  .transform((text) => Number.parseInt(text, 10) * UNITS[text.replace(/^\d+/, '') as keyof typeof UNITS]);

/** Durations by kind: "cases=1096d,corrections=365d"; "nothing" for none. */
export const durations = z.union([
  z.literal('nothing').transform((): Record<string, number> => ({})),
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim().split('=')))
    .pipe(z.array(z.tuple([z.string().regex(/^[a-z0-9-]+$/), duration])))
    .transform((pairs) => Object.fromEntries(pairs)),
]);

/** "4096", "512KB", "64MB" in bytes. */
export const size = z
  .string()
  .regex(/^\d{1,9}(KB|MB|GB)?$/)
  .transform((text) => Number.parseInt(text, 10) * SIZES[text.replace(/^\d+/, '') as keyof typeof SIZES]);

export const wholeNumber = (least: number, max: number): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(max));

export const text = z.string().min(1);

/** host or host:port, as QR codes have it. */
export const host = z
  .string()
  .regex(/^(?=.{1,253}(:|$))([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?(:\d{1,5})?$/i);

/** address:port, to listen on; port 0 is any free one. */
export const listenAddress = z
  .string()
  .regex(/^(\[[0-9a-f:.]+\]|[^:\s]+):\d{1,5}$/i)
  .transform((text) => {
    const at = text.lastIndexOf(':');
    return { host: text.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(text.slice(at + 1)) };
  })
  .pipe(z.object({ host: z.string(), port: z.number().max(65_535) }));

export const httpUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => !/[?#]/.test(url))
  .transform((url) => url.replace(/\/+$/, ''));

export const databaseUrl = z.url({ protocol: /^postgres(ql)?$/ });

const separated = z.string().transform((text) => text.split(',').map((part) => part.trim()));

/** Texts, paths too, separated by commas. */
export const list = separated.pipe(z.array(z.string().min(1)).min(1));

/** Hosts separated by commas, in lower case as browsers send them. */
export const hosts = separated.pipe(z.array(host.transform((name) => name.toLowerCase())).min(1));

/** IP addresses and networks (RFC 4632 §3.1) separated by commas. */
export const networks = separated.pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])).min(1));

/** Exactly as tokens have it: a trailing slash matters. */
export const issuerUrl = z.url({ protocol: /^https?$/ });

/** Public keys of age (age-encryption.org/v1), separated by commas. */
export const recipients = separated.pipe(z.array(z.string().regex(/^age1[0-9a-z]{20,2000}$/)).min(1));
