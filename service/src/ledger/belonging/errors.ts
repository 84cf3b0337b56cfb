import { Problem } from '../../platform/problems/index.js';

const RESTORE = {
  zh: '请从同一次备份恢复数据库和数据文件夹（certbridge-service restore）；本次启动在数据文件夹中新建的 ledger、keys 是空的，恢复前删去。',
  en:
    'Restore database and data folder from one backup (certbridge-service restore); what this start made of ledger ' +
    'and keys in the data folder is new and empty: remove it before.',
};

/** The database belongs to another network than the ledger files name. */
export class OtherNetwork extends Problem {
  constructor(held: string, given: string) {
    super('unavailable', 'DATABASE_OF_ANOTHER_NETWORK', {
      zh: `数据库属于网络 ${held}，而账本属于网络 ${given}：此前签发的证照在这个账本上都查不到。请让 CERTBRIDGE_LEDGER 指向原来的账本；账本在数据文件夹中的，${RESTORE.zh}要开始新的网络，请用空数据库。`,
      en: `The database belongs to the network ${held}, the ledger to the network ${given}: every certificate issued so far would be unknown there. Let CERTBRIDGE_LEDGER name the former ledger; where it lies in the data folder: ${RESTORE.en} A new network begins with an empty database.`,
    });
  }
}

/** What the database keeps encrypted is under another master key. */
export class OtherMasterKey extends Problem {
  constructor() {
    super('unavailable', 'MASTER_KEY_DIFFERS', {
      zh: `数据库中的个人信息是用另一把主密钥加密的：请把原来的密钥放回数据文件夹的 keys/master.key，或者设置 CERTBRIDGE_MASTER_KEY、CERTBRIDGE_OLD_MASTER_KEYS。${RESTORE.zh}`,
      en: `Personal data in the database is under another master key: put the former one back as keys/master.key of the data folder, or in CERTBRIDGE_MASTER_KEY and CERTBRIDGE_OLD_MASTER_KEYS. ${RESTORE.en}`,
    });
  }
}

/** The ledger lacks, or has otherwise, an entry that it acknowledged to this database. */
export class LedgerNotHeld extends Problem {
  /** @param has seq of the last entry there */
  constructor(issuer: string, { seq, has }: { readonly seq: number; readonly has: number }) {
    const isBehind = has < seq;
    super('unavailable', isBehind ? 'LEDGER_BEHIND' : 'LEDGER_DIFFERS', {
      zh:
        `账本与数据库不符：机构 ${issuer} 的第 ${seq} 条账目数据库记为已上链，账本${isBehind ? `只到第 ${has} 条` : '在该处是别的内容'}。` +
        `节点刚启动的，请待其追上后再启动；否则账本已回到过去或不是原来的。${RESTORE.zh}`,
      en:
        `The ledger is not the one that this database was anchored on: of issuer ${issuer} the database has entry ${seq} ` +
        `as anchored, the ledger ${isBehind ? `ends at entry ${has}` : 'has another one there'}. If a peer has just been ` +
        `started, start again once it has caught up; otherwise the ledger is an earlier or another one. ${RESTORE.en}`,
    });
  }
}
