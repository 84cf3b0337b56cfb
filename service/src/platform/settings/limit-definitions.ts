import { define, secret } from './define.js';
import { duration, listenAddress, size, text, wholeNumber } from './values.js';

/** How often, how much and how long; and what is not for everybody. */
export const limitDefinitions = {
  CERTBRIDGE_CALL_QUOTA: define(
    wholeNumber(1, 1_000_000).prefault('3000'),
    'a number of calls from 1 to 1000000',
    'how often each person or resident may call in a minute, over all replicas',
  ),
  CERTBRIDGE_SYSTEM_QUOTA: define(
    wholeNumber(1, 1_000_000).prefault('600'),
    'a number of calls from 1 to 1000000',
    'how often each system may call in a minute, over all replicas',
  ),
  CERTBRIDGE_LOOKUP_QUOTA: define(
    wholeNumber(1, 1_000_000).prefault('100'),
    'a number of look-ups from 1 to 1000000',
    'how often one person or system may look somebody up by their number in an hour, over all replicas',
  ),
  CERTBRIDGE_UPLOAD_QUOTA: define(
    wholeNumber(1, 1_000_000).prefault('300'),
    'a number of files from 1 to 1000000',
    'how many files one person or system may upload in an hour, over all replicas',
  ),
  CERTBRIDGE_DRAWING_QUOTA: define(
    wholeNumber(1, 1_000_000).prefault('300'),
    'a number of pages from 1 to 1000000',
    'how many pages one person, resident or system may have drawn in a minute (previews, pictures), over all replicas',
  ),
  CERTBRIDGE_MINT_QUOTA: define(
    wholeNumber(1, 1_000_000).prefault('500'),
    'a number of credentials from 1 to 1000000',
    'how often one resident may ask for wallet credentials and copies in an hour, over all replicas',
  ),
  CERTBRIDGE_ADDRESS_QUOTA: define(
    wholeNumber(1, 10_000_000).prefault('30000'),
    'a number of requests from 1 to 10000000',
    'how many requests without a sign-in one address may send in a minute to each replica; a hall is one address',
  ),
  CERTBRIDGE_CONCURRENCY: define(
    wholeNumber(1, 100_000).prefault('64'),
    'a number of requests from 1 to 100000',
    'how many requests are worked on at once; what comes on top is answered 503 until there is room',
  ),
  CERTBRIDGE_INTERNAL_LISTEN: define(
    listenAddress.optional(),
    'an address and port, like 127.0.0.1:9464',
    'where /metrics and /timestamps are served, and nowhere else. Unset, at the main address: see CERTBRIDGE_INTERNAL_TOKEN',
  ),
  CERTBRIDGE_INTERNAL_TOKEN: secret(
    text.min(16).optional(),
    'at least 16 characters',
    'what /metrics and /timestamps demand as Authorization: Bearer. Unset and without an address of their own, they are served in a development start alone',
  ),
  CERTBRIDGE_BODY_LIMIT: define(
    size.prefault('1MB'),
    'a size, like 512KB or 1MB',
    'bytes of a JSON body, at most',
  ),
  CERTBRIDGE_UPLOAD_LIMIT: define(
    size.prefault('512MB'),
    'a size, like 64MB or 1GB',
    'bytes of a CSV or ZIP, at most',
  ),
  CERTBRIDGE_REQUEST_TIMEOUT: define(
    duration.prefault('30s'),
    'a duration, like 30s',
    'how long a request may take that is not a stream',
  ),
} as const;
