/** JSON in `forms.json`. */
import type { Form } from './form.fixture.js';

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

export const json: Form = {
  accepted: {
    'white space': ' \t\r\n{\t"a"\r:\n[ 1 ,2 ] } \t\r\n',
    'a number': '0',
    words: '[true,false,null]',
    escapes: '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u8bc1"',
    'a member of nothing': '{"":{}}',
    '33 arrays': nested(33),
  },
  refused: {
    'two values': '1 2',
    'text behind it': '{}x',
    'a no-break space': '\u00a01',
    'a vertical tab': '\u000b1',
    'a byte order mark': '\ufeff1',
    nothing: '',
    'a word that begins like true': 'trux',
    'a word that begins like false': 'falsy',
    'a word that begins like null': 'nulx',
    'a text that does not end': '"a',
    'a text of which nothing is there': '"',
    'a line break in a text': '"a\nb"',
    'an escape that there is not': '"\\x41"',
    'an escape that is cut': '"\\u12"',
    'an array that does not end': '[1',
    'a comma and nothing': '[1,]',
    'no comma': '[1 2]',
    'an object that does not end': '{"a":1',
    'a name without its first quote': '{a":1}',
    'a name that is a number': '{1:2}',
    'no colon': '{"a"1}',
    'no value': '{"a":}',
    'a name twice': '{"a":1,"a":1}',
    'a name twice, once escaped': '{"a":1,"\\u0061":1}',
    'a zero before it': '01',
    'a point and nothing': '1.',
    'a plus before it': '+1',
    'an exponent of nothing': '1e',
    'a number out of range': '1e999',
    '34 arrays': nested(34),
  },
};

export const canonical: Form = {
  accepted: {
    'a name that objects have': '{"__proto__":{"a":1}}',
    'names by their code units': '{"":0,"1":0,"A":0,"a":0,"\u8bc1":0,"\ud83d\ude00":0,"\ufb01":0}',
    'what must be escaped': '"\\"\\\\\\b\\f\\n\\r\\t\\u001f\u007f"',
    'a large number': '1e+21',
    'a small number': '1e-7',
    'a fraction': '[0.1,-0.5,123456789.125]',
  },
  refused: {
    'white space': '[1, 2]',
    'names out of order': '{"b":0,"a":0}',
    'a name that objects have, behind another': '{"a":0,"__proto__":0}',
    'what need not be escaped': '"\\u8bc1"',
    'a slash that is escaped': '"\\/"',
    'capitals in an escape': '"\\u001F"',
    'a point that says nothing': '1.0',
    'zero below zero': '-0',
    'an exponent that is short': '1e2',
    'no sign of an exponent': '1e21',
  },
};
