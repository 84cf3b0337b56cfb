/** Sample people and residents (样例人员、样例居民), for development starts only. */
export {
  SAMPLE_ASSURANCE,
  SAMPLE_ISSUER,
  SAMPLE_PEOPLE,
  SAMPLE_RESIDENTS,
  Samples,
  claimsOf,
  residentClaimsOf,
} from './people.js';
export type { SampleAccount, SamplePerson } from './people.js';
