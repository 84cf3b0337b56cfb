/**
 * Checks of which no vector can show that they are out, and why. Each is named as the run names it, without its line;
 * the run fails where one of these is noticed after all, or is there no more.
 */
interface Equivalents {
  readonly why: string;
  readonly checks: readonly string[];
}

/**
 * What was found before is found again. These are out in every run, so that nothing that is found without one check is
 * remembered when another is out.
 */
export const MEMORIES: readonly string[] = [
  'attestation/anchor.ts always false: known',
  'attestation/verify.ts always false: known',
  'der/chain.ts always false: this.#known.has(name)',
  'formats/keys.ts always false: same?.algorithm === algorithm',
  'formats/keys.ts always false: known',
  'formats/recent.ts always false: known && isPart(known.bytes, bytes, start, end)',
  'pdf/structure.ts always false: !known',
  'verify/receipt.ts always false: known !== undefined',
];

export const EQUIVALENTS: readonly Equivalents[] = [
  {
    why: 'bounds how much a reader takes: a vector would have to be large',
    checks: [
      'der/certificate.ts always false: der.length > LIMIT',
      'formats/attestation.ts always false: found.length > max',
      'formats/cbor.ts always false: bytes.length > max',
      'formats/heads.ts always false: text.length > maxBytes',
      'formats/credential.ts always false: text.length > MAX_CHARACTERS',
      'der/issuers.ts always false: this.#signatures > MAX_SIGNATURES',
      'der/pem.ts always false: text.length > LIMIT',
      'pdf/parser.ts always false: this.#valuesLeft < 0',
      'pdf/photo.ts always false: image.stream.length > MAX_PHOTO',
      'pdf/signed-range.ts always false: hex.length > MAX_CONTENTS',
      'pdf/structure.ts always false: entries.size + count > MAX_OBJECTS',
      'mirror/evidence.ts always true: kept.length < maxFiles',
      'formats/json.ts always false: this.#valuesLeft < 0',
      'formats/json.ts always false: input.length > max',
      'formats/jws.ts always false: text.length > (limits.length ?? 65_536) * 1.5 + 4_000',
    ],
  },
  {
    why: 'is asked for by nothing in the SDK: an authority’s key identifier, which boolean a PDF has, its photo where it has none, a credential’s signature by its text',
    checks: [
      "formats/credential.ts always false: typeof credential === 'string'",
      'der/certificate.ts always true: keyId === undefined',
      "pdf/parser.ts always false: token === 'true'",
      "pdf/parser.ts always true: token === 'true'",
      'pdf/read.ts always false: !hasPicture(structure)',
      "pdf/read.ts always true: nameOf(value.get('Subtype')) === 'Image'",
      // Of a text that a page was given; and whether a certificate may be changed, which services ask.
      "formats/status-rules.ts always false: from === 'issued'",
      "formats/status-rules.ts always true: from === 'issued'",
      'formats/qr-delivery.ts always false: text.length > MAX_LENGTH',
    ],
  },
  {
    why: 'refuses to write what no reader takes: vectors are only read',
    checks: [
      'formats/cbor.ts always false: !Number.isSafeInteger(value)',
      'formats/cose.ts always false: key.kid.length !== 8 || !isLowS(signature)',
      'formats/cose.ts always false: key.kid.length !== 8',
      // These two are asked in reading too, where a vector misses them.
      'formats/cose.ts always false: !isLowS(signature)',
      'formats/credential.ts not called: expectField(name, value)',
      'formats/credential.ts always false: !Object.hasOwn(claims.fields, key)',
      'formats/credential.ts not called: readPayload(payload)',
      'formats/ecdsa.ts always false: raw.length !== 64',
      // A page’s records are asked for in reading too, where a vector misses them.
      'formats/feed.ts not called: parseHeads(checkpoint.heads)',
      'formats/feed.ts not called: checkRecords(page)',
      'formats/feed.ts not called: checkOnePage(page.records)',
      'formats/hall-tokens.ts not called: check(text)',
      'formats/heads.ts not called: parseHeads(text)',
      'formats/identifier.ts always false: !/^[0-9A-Z]+$/.test(text)',
      'formats/identifier.ts always false: !shape.test(text)',
      'formats/json.ts always false: !Number.isFinite(value)',
      'formats/json.ts always false: lone.test(text)',
      'formats/leaf.ts not called: checkLeaf(leaf.certId, map)',
      'formats/live-code.ts always false: challenge === undefined',
      'formats/live-code.ts always true: challenge === undefined',
      'formats/live-code.ts always false: asker === undefined',
      'formats/live-code.ts always true: asker === undefined',
      'formats/live-code.ts not called: readShowing(payload)',
      'formats/merkle.ts always false: !root',
      'formats/merkle.ts always false: !Number.isSafeInteger(index) || index < 0 || index >= leafHashes.length',
      'formats/merkle.ts always false: !Number.isSafeInteger(index)',
      'formats/merkle.ts always false: index < 0',
      'formats/merkle.ts always false: index >= leafHashes.length',
      'formats/pages.ts always false: !first',
      'formats/pages.ts not called: pages.at(-1)?.push(record)',
      'formats/pages.ts always false: cutPages(records).length !== 1',
      'formats/presentation.ts always false: chosen.length !== new Set(names).size',
      'formats/qr-list.ts always false: bytes.length !== digests.length * size || !isSorted(bytes)',
      'formats/qr-list.ts always false: bytes.length !== digests.length * size',
      'formats/qr-list.ts always false: !isSorted(bytes)',
      'formats/qr-list.ts always false: compareBytes(bytes.subarray(at - size, at), bytes.subarray(at, at + size)) >= 0',
      'formats/qr-list.ts always true: bytes.length % size === 0',
      'formats/qr-text.ts always false: cose[0] !== 0xd2 || cose.length > maxInflated',
      'formats/qr-text.ts always false: cose[0] !== 0xd2',
      'formats/qr-text.ts always false: cose.length > maxInflated',
      'formats/qr-text.ts always false: packed.length < cose.length',
      'formats/qr-text.ts always true: packed.length < cose.length',
      'formats/qr.ts always false: parts.issuer !== issuer',
      'formats/qr.ts always false: wallet',
      'formats/qr.ts always true: wallet',
      'formats/qr.ts always false: claims.validUntil !== null',
      'formats/qr.ts not called: map.set(exp, endOfDate(claims.validUntil) / 1000)',
      'formats/qr.ts always false: copy && wallet',
      'formats/qr.ts always true: copy',
      'formats/qr.ts always false: copy',
      'formats/qr.ts always false: !wallet',
      'formats/qr.ts always false: delegate',
      'formats/qr.ts always true: delegate',
      'formats/qr.ts not called: parseClaims(payload)',
      'formats/receipt.ts always false: !Number.isSafeInteger(index)',
      'formats/receipt.ts always false: path.length > maxPath',
      'formats/verification-receipt.ts not called: parseVerificationReceipt(text)',
    ],
  },
  {
    why: 'keeps for later what was found, or bounds that: what is found is the same',
    checks: [
      'der/chain.ts always false: good',
      'der/chain.ts always false: this.#known.size >= this.#max',
      'der/chain.ts not called: this.#known.clear()',
      'der/chain.ts not called: this.#known.add(name)',
      'der/issuers.ts always false: known',
      'der/issuers.ts not called: this.#issuers.set(certificate, issuers)',
      // No chain is asked for, by which nothing would be found.
      'der/timestamp-check.ts always false: loose.length === 0 && roots.length === 0',
      'pdf/contents.ts always false: object.isKept',
      'pdf/contents.ts not called: certificates.set(object, der)',
      'pdf/structure.ts always false: offsets.get(number) !== offset',
      'pdf/structure.ts not called: objects.set(number, object)',
      'pdf/structure.ts not called: parser.pass(after, values)',
      'pdf/structure.ts always true: !objects.has(number)',
      'pdf/structure.ts not called: read.push({ number, offset, end: parser.at, values: before - parser.valuesLeft, object })',
      'pdf/structure.ts not called: learnBeginning(bytes, read)',
      'attestation/anchor.ts always false: this.#known.size >= maxEndorsers',
      'attestation/anchor.ts not called: this.#known.clear()',
      'attestation/anchor.ts not called: this.#known.set(name, endorser)',
      'attestation/anchor.ts not called: compiled.set(anchor, made)',
      'attestation/memory.ts always false: memory.#max < 1',
      'attestation/memory.ts always false: known.size >= memory.#max',
      'attestation/memory.ts not called: known.clear()',
      'attestation/memory.ts not called: memory.#known.set(authorities, known)',
      'attestation/memory.ts not called: known.set(name, verified)',
      'attestation/verify.ts not called: remember(memory, authorities, name, verified)',
      'verify/pdf.ts always false: inside.proof',
      'verify/receipt.ts always false: known?.proof',
      'verify/receipt.ts not called: hashes.set(entry, hash)',
      'verify/receipt.ts not called: mirror?.store.put(name, bytes).catch(() => undefined)',
      'verify/replay-memory.ts always false: oldest !== undefined && this.#taken.size >= MAX_REMEMBERED',
      'verify/replay-memory.ts always true: oldest !== undefined',
      'verify/replay-memory.ts always true: this.#taken.size >= MAX_REMEMBERED',
      'verify/replay-memory.ts not called: this.#taken.delete(oldest)',
      'mirror/digest-set.ts always true: last.length < run.length * 2',
      'mirror/evidence.ts always true: !kept.includes(name)',
      'mirror/pages.ts always false: full.includes(name)',
      'mirror/qr-lists.ts always false: !ledger || !history || first === undefined',
      'mirror/qr-lists.ts always false: first === undefined',
      'mirror/qr-lists.ts always false: seqs.length === 0',
      'mirror/qr-lists.ts always false: keys.length > 0',
      'mirror/qr-lists.ts always true: keys.length > 0',
      'mirror/qr-lists.ts not called: known.set(mirror, all)',
      'mirror/qr-lists.ts not called: all.set(name, one)',
      // Lists that were missing come with a sync only, which says that they may have.
      'mirror/qr-lists.ts always true: this.#isWorthAnotherLook',
      'mirror/stored-logs.ts always true: last - from < PAGE_SIZE',
      'mirror/stored-logs.ts always false: from <= seq',
      // Nothing is merged into none.
      'mirror/replay-registry.ts always true: code !== undefined',
      // A span that ends where the next one begins covers what one does; of no records there are none to read.
      'mirror/issuer-history.ts always true: !types.includes(type)',
      'mirror/mirror.ts always false: end.seq === 0',
      'formats/keys.ts not called: keptByBytes.set(spki, key)',
      'formats/keys.ts always false: kept.size >= maxKept',
      'formats/keys.ts not called: kept.clear()',
      'formats/keys.ts not called: kept.set(name, key)',
      'formats/recent.ts always true: known',
      'formats/recent.ts always true: isPart(known.bytes, bytes, start, end)',
      'formats/recent.ts always false: part.length !== end - start',
      'formats/recent.ts always false: part[at] !== bytes[start + at]',
      // Whether a page that is full already may be kept; the next record would not be on it either.
      'formats/pages.ts always false: this.#bytes >= PAGE_BYTES',
    ],
  },
  {
    why: 'formats.md leaves it to a reader: to ask a server only for what is not here, to keep full pages of a log that did not come whole, to try again without those, to want some issuers’ logs only, to look for another trust anchor where nothing was refused',
    checks: [
      "mirror/pages.ts always true: first.wasKept && first.state !== 'short'",
      "mirror/pages.ts always true: first.state !== 'short'",
      'mirror/pages.ts always true: first.wasKept',
      "mirror/pages.ts always false: code === 'FEED_TOO_LARGE'",
      "mirror/pages.ts always false: code === 'FEED_UNREACHABLE' || code === 'FEED_SHORT'",
      "mirror/pages.ts always false: code === 'FEED_UNREACHABLE'",
      "mirror/pages.ts always false: code === 'FEED_SHORT'",
      'mirror/pages.ts always false: walk.end.seq === 0 || cutter.isFull',
      'mirror/pages.ts always false: walk.end.seq === 0',
      'mirror/pages.ts always false: cutter.isFull',
      'mirror/pages.ts always true: last || !grown',
      'mirror/pages.ts always false: !held || (await this.store.get(fullPageName(log, id, cutter.from)))',
      'mirror/pages.ts always false: !held',
      'mirror/pages.ts always false: (await this.store.get(fullPageName(log, id, cutter.from)))',
      'mirror/pages.ts always false: part.from > 0',
      'mirror/pages.ts always true: part.from > 0',
      // What the end of a page lacks, or is not, the whole page shows; where two histories are looked for, vectors miss it.
      'mirror/pages.ts always false: error instanceof MirrorError',
      'mirror/pages.ts not called: full.push(name)',
      'mirror/pages.ts always false: kept',
      // A list that the disk damaged goes when it is read, and the next sync gets it.
      'mirror/qr-lists.ts always false: bytes && lacking.at(-1) === seq',
      'mirror/qr-lists.ts always true: bytes',
      'mirror/qr-lists.ts always true: lacking.at(-1) === seq',
      'mirror/qr-lists.ts not called: mirror.store.delete(qrListName(issuer, seq))',
      "mirror/qr-lists.ts always true: use === 'certificate'",
      // Servers of which none could be used are not asked for lists.
      "mirror/sync.ts always false: outcome === 'failed'",
      "mirror/sync.ts always false: log !== 'i'",
      "mirror/sync.ts always true: (error.code === 'CHECKPOINT_REFUSED' || error.code === 'ANCHOR_REFUSED')",
    ],
  },
  {
    why: 'does faster what follows it',
    checks: [
      'formats/bytes.ts always false: bytes.length <= 64 && bytes.every((byte) => byte < 0x80)',
      'formats/bytes.ts always true: bytes.length <= 64',
      'formats/bytes.ts always false: byte < 0x80',
      'formats/json.ts always false: unescaped.test(text)',
      "pdf/parser.ts always false: !raw.includes('#')",
      "pdf/profile.ts always false: typeof value === 'number'",
      "formats/cbor.ts always false: typeof a === 'number' && typeof b === 'number' && a >= 0 && b >= 0",
      'formats/json.ts always false: this.#text.charCodeAt(this.#at) === QUOTE',
      "formats/json.ts always false: key !== '__proto__'",
      "formats/json.ts always true: typeof input === 'string'",
      "formats/qr-delivery.ts always false: CLEAN.test(text) && !text.startsWith(']')",
    ],
  },
  {
    why: 'takes away files of the store that nothing reads any more',
    checks: [
      'mirror/mirror.ts always false: before',
      'mirror/mirror.ts not called: this.#forget(before, { checkpoint, ledger })',
      'mirror/mirror.ts always false: last === 0',
      'mirror/mirror.ts always false: cutter.isFull',
      'mirror/mirror.ts not called: this.store.delete(openPageName(log, id, cutter.from, last))',
      'mirror/mirror.ts always false: before.checkpoint.name !== after.checkpoint.name',
      'mirror/mirror.ts not called: this.store.delete(before.checkpoint.name)',
    ],
  },
  {
    why: 'tells the compiler what was checked before, or what the kind of the field says',
    checks: [
      // No second octet is neither small nor large.
      'der/values.ts always true: second !== undefined',
      // The SDK's own callers always name the tag.
      'der/reader.ts always false: tag === undefined',
      // Only dictionaries have streams, and only a picture is asked for its photo.
      'pdf/contents.ts always false: !isDictionary(value)',
      'pdf/photo.ts always false: !isDictionary(image.value)',
      'pdf/photo.ts always false: !image',
      'pdf/photo.ts always false: !isDictionary(value)',
      'pdf/profile.ts always true: isDictionary(embeddedFile.value)',
      // What is no reference leads to no object.
      'pdf/profile.ts always true: reference instanceof PdfReference',
      'pdf/profile.ts always true: value instanceof PdfReference',
      'pdf/signed-range.ts always false: !isArray(range)',
      'attestation/anchor.ts always false: !der',
      'attestation/protobuf.ts always true: value instanceof Uint8Array',
      // Without an issuer there is no key.
      'verify/credential.ts always false: !found.registered',
      'verify/entry-registration.ts always false: !ledger',
      // What has a concern, or is of no mirror, has no version.
      "verify/issuer-name.ts always true: made && 'version' in made",
      "verify/issuer-name.ts always true: 'version' in made",
      'verify/live-code.ts always true: about.certificate',
      // A QR code has both as text.
      "verify/page-text.ts always false: typeof holderName !== 'string'",
      "verify/page-text.ts always false: typeof holderNumber !== 'string'",
      'verify/pdf.ts always true: certificate',
      // A signature that holds is by a key that a mirror has.
      'verify/qr-payload.ts always false: !key || !mirror',
      'verify/qr-payload.ts always false: !key',
      'verify/qr-payload.ts always false: !mirror',
      'verify/qr-payload.ts always false: !signer.registered',
      // Without a mirror there is no status that a day could change.
      'verify/status.ts always true: mirror?.checkpoint',
      'verify/successor.ts always false: !successor',
      'verify/successor.ts always false: identifier === undefined',
      // The worst of several checks is none that was skipped.
      "verification-receipts/judge.ts always false: kind === 'skipped'",
      // A key's record that is known comes with the key.
      'mirror/replay-registry.ts always true: key !== undefined',
      'mirror/issuer-history.ts always false: version === undefined',
      // Types have spans; nothing else that is thrown has a cause with this code.
      'mirror/issuer-history.ts always true: last',
      'mirror/mirror.ts always true: error instanceof MirrorError',
      'mirror/issuer-history.ts always true: before !== undefined',
      'mirror/replay-registry.ts always false: issuer === undefined',
      // Nobody waits for what nobody began to wait for, and who does not is not harmed.
      'mirror/statuses.ts always true: cert !== undefined',
      'mirror/statuses.ts always false: cert === undefined',
      // The time of every entry that made a status is kept; only what has a successor has a day.
      'mirror/statuses.ts always false: time === undefined',
      'mirror/statuses.ts always false: !by',
      'mirror/candidates.ts always true: current',
      // Nothing else has such a code.
      'mirror/candidates.ts always true: cause instanceof AttestationError',
      'mirror/succession.ts always true: cause instanceof AttestationError',
      'mirror/succession.ts always true: cause instanceof FormatError',
      // Whatever else is thrown is no refusal, and no input causes it.
      'mirror/checkpoint.ts always true: error instanceof AttestationError',
      'pdf/read.ts always true: error instanceof PdfError',
      'pdf/read.ts always true: error instanceof DerError',
      'mirror/sync.ts always true: error instanceof MirrorError',
      // What is held has a checkpoint and a ledger, and the first trust anchor is the pinned one.
      'mirror/sync.ts always false: !checkpoint',
      'mirror/sync.ts always false: !ledger',
      'mirror/anchor-on-ledger.ts always false: !anchor',
      'mirror/held-anchors.ts always false: !bytes',
      'mirror/held-anchors.ts always true: bytes',
      'mirror/held-anchors.ts always true: theirs',
      'mirror/held-anchors.ts always false: !(error instanceof MirrorError)',
      'mirror/sync.ts always false: this.#mirror.anchors.length === 1',
      // What is got anew earlier than it must be is as good.
      "mirror/held-anchors.ts always false: await successorIn(held, before, 'now', now + renewedBefore)",
      // A vector's server answers the same twice; of a page, what is held is left out.
      'mirror/contradiction.ts always false: !(await contradicts(getPage, ledger, head, anchor, () => undefined))',
      'mirror/contradiction.ts always true: isSo',
      'mirror/contradiction.ts always false: cutter.isFull',
      'mirror/checkpoint.ts always true: beat !== undefined',
      // What contradicts what is held, or is older, is compared with something.
      'mirror/evidence.ts always true: held',
      // Before the first record there is no end.
      'mirror/hash-list.ts always false: seq < 1',
      // A set has not what is not there.
      'mirror/issuer-log.ts always true: type !== undefined',
      'mirror/issuer-log.ts always true: kid !== undefined',
      'mirror/registry.ts always true: type !== undefined',
      'mirror/registry.ts always true: kid !== undefined',
      // No version is none that the others are not later than.
      'mirror/issuer-log.ts always false: version === undefined',
      // A log is fetched only where it is behind its head, and a page has a record.
      'mirror/pages.ts always true: last',
      'mirror/pages.ts always true: open',
      'mirror/pages.ts always true: end',
      'mirror/stored-logs.ts always false: !last',
      // A key that is looked up is of a mirror, and the entries that name one are known and anchor.
      'mirror/qr-lists.ts always false: !ledger',
      'mirror/qr-lists.ts always false: !history',
      "mirror/qr-lists.ts always false: reading.state !== 'known' || !isAnchoring(reading.record)",
      "mirror/qr-lists.ts always false: reading.state !== 'known'",
      'mirror/qr-lists.ts always false: !isAnchoring(reading.record)',
      "mirror/qr-lists.ts always true: 'concern' in made",
      // In no version no key was good.
      "mirror/qr-lists.ts always true: 'version' in made",
      "mirror/registry-events.ts always false: reading.state === 'unknown'",
      // What is shown in the vectors is a text, never bytes.
      'verification-receipts/issue.ts always false: content instanceof Uint8Array',
      'formats/live-code.ts always true: tagged instanceof CborTag',
      'formats/merkle.ts always true: fn !== 0',
      'formats/qr-delivery.ts always true: item instanceof CborTag && Array.isArray(item.value)',
      'formats/qr-delivery.ts always true: item instanceof CborTag',
      'formats/qr-delivery.ts always true: Array.isArray(item.value)',
      'formats/qr.ts always false: !(map instanceof Map)',
      'formats/shape.ts always true: before !== undefined',
      "formats/shape.ts always false: typeof value !== 'number'",
      'formats/status.ts always false: !status',
      'formats/status.ts always true: by',
      'formats/status.ts always true: before',
      "formats/status.ts always false: status.state === 'none'",
      'formats/written-form/characters.ts always false: range === undefined',
      "formats/written-form/written-form.ts always false: ' '",
      'formats/written-form/written-form.ts always true: piece',
    ],
  },
  {
    why: 'another check refuses it with the same code',
    checks: [
      // A name and a number are no key identifier of any certificate.
      'der/token-cms.ts always true: identifier.tag === context(0, false)',
      // What is no number leads to no `endstream`; what has no bytes is not inflated.
      "pdf/parser.ts always false: typeof length !== 'number'",
      'pdf/photo.ts always false: !stream',
      // No block is no certificate.
      'der/pem.ts always false: blocks.length === 0',
      // No number is none that what follows it accepts.
      'pdf/parser.ts always false: value === undefined',
      // No key is imported for it.
      'der/signature.ts always false: !isVerifiable(algorithm)',
      // What is no base64url is no credential.
      "pdf/contents.ts always false: text.length !== content.length || text.includes('\\u007f')",
      'pdf/contents.ts always false: text.length !== content.length',
      "pdf/contents.ts always false: text.includes('\\u007f')",
      // What is no string, or longer than the name, is not the name.
      'pdf/profile.ts always false: !(value instanceof PdfString) || value.end - value.start > 512',
      'pdf/profile.ts always false: !(value instanceof PdfString)',
      'pdf/profile.ts always false: value.end - value.start > 512',
      // The base64 of a trust anchor is checked where that is read.
      'attestation/anchor.ts always false: error instanceof FormatError',
      // What is cut short has a varint that is too large, or a length beyond the end.
      'attestation/protobuf.ts always false: byte === undefined',
      'attestation/protobuf.ts always false: length > this.#bytes.length - this.at',
      // An absent status is no 200, be it 0 or undefined.
      "attestation/protobuf.ts always true: typeof value === 'number'",
      // Where a page is read its numbers must follow one another, and each hash is over the number too.
      'mirror/chain.ts always false: record.seq !== seq + 1',
      // Which trust anchor a checkpoint claims is read before, with the same refusal.
      "mirror/checkpoint.ts always false: error.code === 'STATEMENT_VERSION'",
      // What is in a proof of filing is checked where that is read.
      'verification-receipts/filing.ts always false: error instanceof FormatError',
      // No time is none that is recent.
      'verify/context.ts always true: asOf.beat !== null',
      // What is less than 0 is no hexadecimal digit, and what is no text no name of a field.
      'formats/bytes.ts always true: code >= 48',
      "formats/credential-claims.ts always false: typeof value !== 'string'",
      "formats/credential.ts always false: typeof name !== 'string'",
      // An indefinite length is one of those that are reserved.
      'formats/cbor.ts always false: low === 31',
      // What is no day has no date, or one that begins at another time.
      'formats/credential-claims.ts always false: !Number.isSafeInteger(at) || Math.abs(at) > 8e15',
      'formats/credential-claims.ts always false: !Number.isSafeInteger(at)',
      'formats/credential-claims.ts always false: Math.abs(at) > 8e15',
      // Of more disclosures than there may be digests one has none, or is there twice.
      'formats/credential.ts always false: others.length > MAX_FIELDS',
      // What has not a key's form is none that can be imported.
      'mirror/registry-events.ts not called: checkSpki(alg, spki)',
      'mirror/registry-events.ts not called: importKey(alg, spki)',
      // No signature of an RSA key has 64 bytes.
      "verify/qr-payload.ts always true: alg === 'ES256'",
      // A dot is no base64url, and no part is another one too.
      'formats/jws.ts always false: first === -1 || second === -1 || bytes.includes(DOT, second + 1)',
      'formats/jws.ts always false: first === -1',
      'formats/jws.ts always false: second === -1',
      'formats/jws.ts always false: bytes.includes(DOT, second + 1)',
      // A text does not begin with the byte of a COSE_Sign1.
      'formats/live-code.ts always true: packed instanceof Uint8Array',
      // Such places have no 32 bits, and lead to no root.
      'formats/merkle.ts always true: size <= 0x7fff_ffff',
      // What is longer has more digits than a code.
      'formats/qr-text.ts always false: text.length > maxQrDigits + 300',
      // What is no whole number is no place.
      "formats/receipt.ts always false: typeof index !== 'number'",
      // What is no number is no day.
      "formats/qr.ts always true: typeof from === 'number'",
      "formats/qr.ts always true: typeof until === 'number'",
      // What is no day is none from which days are counted; what is no text has no time.
      "formats/shape.ts always false: typeof value !== 'string' || !isDate(value)",
      "formats/shape.ts always false: typeof value !== 'string'",
      'formats/shape.ts always false: !isDate(value)',
      // A mark that is left is no tone of pinyin.
      'formats/written-form/compose.ts always false: all.some(({ order }) => order < 0)',
      'formats/written-form/compose.ts always false: order < 0',
      'formats/written-form/compose.ts always false: left.at(-1)?.order === order',
    ],
  },
  {
    why: 'takes two keys whose SHA-256 begin with the same 64 bits',
    checks: ['verify/credential.ts always false: !equalBytes(key.spki, signer.spki)'],
  },
  {
    why: 'is in no verdict, code or certificate: words, names of types, why a log lags, whose a receipt is, records that harm nobody, and what a program did wrong',
    checks: [
      'mirror/sync.ts always false: state',
      'mirror/sync.ts always true: state',
      'mirror/replay-registry.ts not called: this.#types.set(item.type.code, item.type.name)',
      "mirror/replay-registry.ts always true: said.state === 'unusable'",
      "mirror/replay-registry.ts not called: this.#unusable.push({ log: 'p', id: mspId, seq, about, why })",
      'mirror/replay-registry.ts always true: issuer !== undefined',
      "mirror/replay-registry.ts always false: said.state === 'unusable'",
      'mirror/replay-registry.ts not called: this.#features.add(item.feature)',
      'mirror/lanes.ts always false: failures.length > 0',
      'mirror/replay-registry.ts not called: this.#unusable.push({ log, id, seq, about, why })',
      "mirror/replay-registry.ts not called: this.#harm('n', this.#networkId, seq, undefined, 'a second beginning')",
      "mirror/replay-registry.ts not called: this.#harm('n', this.#networkId, seq, undefined, `trust anchor ${anchor.n} is out of turn`)",
      'mirror/qr-lists.ts always false: !(await fetchOne(mirror, source, entry))',
      'verification-receipts/judge.ts always false: hall',
      'verify/report.ts always true: check.code === code',
      'verify/report.ts always false: check.code === code',
      'verify/verifier.ts always false: mirror',
      'verify/verifier.ts always false: (await trustAnchorId(mirror.trustAnchor)) !== (await trustAnchorId(trustAnchor))',
      'verify/verifier.ts not called: ready.catch(() => undefined)',
      'formats/network-records.ts always false: issuer === undefined',
      'formats/records.ts always false: issuer === undefined',
      'formats/presentation.ts always false: keyBinding === undefined',
      'formats/presentation.ts always true: keyBinding === undefined',
      'formats/status.ts always false: before && isFinal(before)',
      'formats/written-form/written-form.ts always false: from !== to',
      'formats/written-form/written-form.ts always true: from !== to',
      'formats/written-form/written-form.ts not called: pieces.push({ at, from, to: from })',
      'formats/written-form/written-form.ts always false: isSpace(first)',
      'formats/written-form/written-form.ts always false: !isFirst && to !== undefined',
    ],
  },
  {
    why: 'formats.md leaves it to a reader: what a window recorded of a live code is read as it would be written',
    checks: [
      "verification-receipts/recorded-report.ts always false: typeof value !== 'number' || !Number.isSafeInteger(value)",
      "verification-receipts/recorded-report.ts always false: typeof value !== 'number'",
      'verification-receipts/recorded-report.ts always false: !Number.isSafeInteger(value)',
    ],
  },
  {
    why: 'the vectors have one server of receipts, which answers, and pages are drawn or the case is left out',
    checks: [
      'verify/receipt.ts always false: !found.proof',
      'verify/receipt.ts always false: error instanceof MirrorError',
      "verify/refused-pdf.ts always false: pages === 'missing'",
      "verify/refused-pdf.ts always false: loss === 'damaged' && pages === 'missing'",
      "verify/refused-pdf.ts always true: loss === 'damaged'",
    ],
  },
  {
    why: 'is decided when the software is loaded',
    checks: [
      'formats/status-rules.ts always false: statusRules[state].becomes !== null',
      'formats/status-rules.ts always true: statusRules[state].becomes !== null',
      'formats/written-form/compose.ts not called: letters.set(whole, letter)',
      'formats/written-form/compose.ts not called: parts.set(letter, whole)',
    ],
  },
  {
    why: 'is of a text that has no UTF-8, which no vector can hold',
    checks: ["formats/json.ts always false: typeof input === 'string' && lone.test(text)"],
  },
];
