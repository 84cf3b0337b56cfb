import { describe, expect, it } from 'vitest';
import { openProtection } from '../personal-data/index.js';
import { AssuranceTooLow, ResidentClaimUnusable } from './errors.js';
import { Residents } from './residents.js';

const residents = new Residents({
  // Nobody who is refused gets that far.
  database: undefined as never,
  protection: openProtection([Buffer.alloc(32, 1)]),
  settings: { assurance: ['real-name'], numberClaim: 'citizen.number', nameClaim: 'name' },
  holderLookup: (number) => Buffer.from(number),
});
const claims = { acr: 'real-name', citizen: { number: '33019919750927115X' }, name: '康雪' };

describe('a resident', () => {
  it.each([
    ['less surely', { ...claims, acr: 'email' }],
    ['not at all', { citizen: claims.citizen, name: claims.name }],
    ['by several levels in one', { ...claims, acr: ['real-name'] }],
  ])('is refused where the provider knows them %s', async (_, said) => {
    await expect(residents.identify(said)).rejects.toThrow(AssuranceTooLow);
  });

  it.each([
    ['no number', { ...claims, citizen: undefined }],
    ['a number that is none', { ...claims, citizen: { number: '330199197509271150' } }],
    ['a number that is masked', { ...claims, citizen: { number: '330***********115X' } }],
    ['no name', { ...claims, name: '' }],
  ])('is refused where the provider says %s, which the error does not repeat', async (_, said) => {
    const refused = await residents.identify(said).catch((error: unknown) => error as Error);
    expect(refused).toBeInstanceOf(ResidentClaimUnusable);
    expect((refused as Error).message).not.toMatch(/3301|康雪/);
  });
});
