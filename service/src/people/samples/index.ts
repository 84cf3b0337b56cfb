/** Sample people (样例人员), for development starts only. */
export { SAMPLE_ISSUER, SAMPLE_PEOPLE, Samples, claimsOf } from './people.js';
export type { SampleAccount, SamplePerson } from './people.js';
