import type { ExpectedHolder } from '../verify/expected-holder.js';

/** How it is delivered or typed, and what then arrives. */
type Case<T> = readonly [how: string, what: T];

const wide = (text: string): string =>
  text.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const broken = (text: string, by: string): string => text.replaceAll(/(.{29})/g, `$1${by}`);
const digitsOf = (plain: string): string => plain.slice(plain.indexOf('#') + 1);

/** The text of a QR code as scanners, keyboards and chat programs deliver it: each is read like the plain one. */
export function deliveriesOf(plain: string): readonly Case<string>[] {
  const digits = digitsOf(plain);
  return [
    ['plainly', plain],
    ['by a keyboard with caps lock on', plain.toUpperCase()],
    ['with its scheme in capitals', plain.replace('https', 'HTTPS')],
    ['with a symbology identifier', `]Q1${plain}`],
    ['with that of another modifier, in the wrong case', `]q3${plain}`],
    ['with an extended channel', `\\000026${plain}`],
    ['with both', `]Q2\\000026${plain}`],
    ['with the channel at the second segment too', `]Q2\\000026${plain.replace('#', '#\\000003')}`],
    ['in wide characters', wide(plain)],
    ['with wide digits', plain.replace(digits, wide(digits))],
    ['with a wide ＃', plain.replace('#', '＃')],
    ['by a Chinese input method', plain.replaceAll(':', '：').replaceAll('.', '。').replaceAll('/', '、')],
    ['with a byte order mark', `\ufeff${plain}`],
    ['with a CR', `${plain}\r`],
    ['with LF and spaces around', ` \n\t${plain} \r\n`],
    ['with line breaks inside', broken(plain, '\r\n')],
    ['with spaces inside', broken(plain, ' ')],
    ['with ideographic and zero-width spaces inside', broken(plain, '\u3000\u200b')],
    ['as bare digits', digits],
    ['as bare wide digits in lines', broken(wide(digits), '\n')],
    ['with #wechat_redirect', `${plain}#wechat_redirect`],
    ['with &from=timeline', `${plain}&from=timeline&isappinstalled=0`],
    ['with ?from=… before the #', plain.replace('#', '?from=singlemessage#')],
    ['with all of these', ` ]Q1${wide(plain.toUpperCase())}#wechat_redirect\r\n`],
    ['with a host that is nobody’s', `http://192.0.2.7:8080/v#${digits}`],
  ];
}

/** Deliveries of a code that did not arrive whole, or not alone: to be read again, never forged. */
export function spoiledDeliveriesOf(plain: string, another: string): readonly Case<string>[] {
  return [
    ['cut short in its digits', plain.slice(0, plain.indexOf('#') + 60)],
    ['cut short by one digit', plain.slice(0, -1)],
    ['cut short before its digits', plain.slice(0, plain.indexOf('#') + 1)],
    ['run together with itself', plain + plain],
    ['run together with another, a space between', `${plain} ${another}`],
    ['on two lines with another', `${plain}\n${another}\n`],
    ['twice, as bare digits', digitsOf(plain) + digitsOf(plain)],
    ['without its beginning', digitsOf(plain).slice(40)],
    ['with a digit left out', plain.slice(0, 70) + plain.slice(71)],
    ['with a letter between', `${plain.slice(0, 70)}x${plain.slice(70)}`],
    ['cut short inside a second one behind a suffix', `${plain}#wechat_redirect${plain.slice(0, 60)}`],
  ];
}

/** An invented holder. */
export const typedHolder = {
  name: '阿卜杜热西提·麦麦提',
  number: '11010519491231002X',
  /** As a QR code has it. */
  masked: '110***********002X',
} as const;

/** That holder as windows type it: each matches. */
export const typedHolders: readonly Case<ExpectedHolder>[] = [
  ['as it is written', { name: typedHolder.name, number: typedHolder.number }],
  ['by name alone', { name: typedHolder.name }],
  ['by number alone', { number: typedHolder.number }],
  ['with a lower-case x', { number: '11010519491231002x' }],
  ['with a bullet for the dot', { name: '阿卜杜热西提•麦麦提' }],
  ['with a hyphenation point for the dot', { name: '阿卜杜热西提‧麦麦提' }],
  ['with a wide full stop for the dot', { name: '阿卜杜热西提．麦麦提' }],
  ['with spaces around', { name: '  阿卜杜热西提·麦麦提\u3000', number: ` ${typedHolder.number} ` }],
  ['with spaces inside', { name: '阿卜杜 热西提 · 麦麦提', number: '110105 19491231 002X' }],
  ['in wide digits', { number: '１１０１０５１９４９１２３１００２Ｘ' }],
];

/** Other holders, and the code of what does not match. */
export const otherHolders: readonly Case<ExpectedHolder>[] = [
  ['HOLDER_NAME_MISMATCH', { name: '阿卜杜热西提·买买提' }],
  ['HOLDER_NAME_MISMATCH', { name: '张三', number: typedHolder.number }],
  ['HOLDER_NUMBER_MISMATCH', { number: '11010519491231003X' }],
  ['HOLDER_NUMBER_MISMATCH', { name: typedHolder.name, number: '510105194912310021' }],
  ['HOLDER_MISMATCH', { name: '张三', number: '510105194912310021' }],
];
