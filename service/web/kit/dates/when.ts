import type { Words } from '../words/words';

const day = { timeZone: 'Asia/Shanghai', year: 'numeric', month: 'short', day: 'numeric' } as const;
const minute = { hour: '2-digit', minute: '2-digit', hour12: false } as const;
const formats = {
  zh: new Intl.DateTimeFormat('zh-CN', { ...day, month: 'long', ...minute }),
  en: new Intl.DateTimeFormat('en-GB', { ...day, ...minute }),
};

/** An instant as China's clocks show it, in both languages. */
export function instant(time: string): Words {
  const date = new Date(time);
  return { zh: formats.zh.format(date), en: formats.en.format(date) };
}

const short = new Intl.DateTimeFormat('zh-CN', {
  timeZone: day.timeZone,
  month: 'long',
  day: 'numeric',
  ...minute,
});

/** The same without its year, for a line that has little room. */
export function shortInstant(time: string): string {
  return short.format(new Date(time));
}

/** How long ago, coarse on purpose: nobody decides by seconds. */
export function ago(time: string, now: number): Words {
  const minutes = Math.round((now - Date.parse(time)) / 60_000);
  if (minutes < 1) return { zh: '刚刚', en: 'a moment ago' };
  if (minutes < 60) return { zh: `${minutes}分钟前`, en: `${minutes} min ago` };
  const hours = Math.round(minutes / 60);
  if (hours < 48) return { zh: `${hours}小时前`, en: `${hours} h ago` };
  const days = Math.round(hours / 24);
  return { zh: `${days}天前`, en: `${days} days ago` };
}

/** A calendar day `2026-11-24`; null is 长期, without end. */
export function calendarDay(date: string | null): Words {
  if (date === null) return { zh: '长期', en: 'no expiry' };
  const [year = '', month = '', dayOfMonth = ''] = date.split('-');
  return { zh: `${year}年${Number(month)}月${Number(dayOfMonth)}日`, en: date };
}

/** Milliseconds past which the SDK's default policy calls the state of a certificate unknown. */
export const maxAge = 24 * 3_600_000;

/** Whether what is known of the ledger is too old to say that nothing is recorded against a certificate. */
export function isStale(knows: { beat: string | null } | null, now: number): boolean {
  return knows?.beat == null || now - Date.parse(knows.beat) > maxAge;
}

/** Bytes for people: in MB, or kB where that would be 0.0. */
export function sizeOf(bytes: number): string {
  return bytes < 100_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
