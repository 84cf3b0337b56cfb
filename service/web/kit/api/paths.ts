/* eslint-disable */
// Written by npm run docs -w service from the operations of service/src.
export interface paths {
    "/.well-known/oauth-authorization-server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where and how tokens are had (RFC 8414) */
        get: operations["getTokenEndpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/access-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes of access that wait for a second administrator
         * @description Roles: administrator, auditor. Scope: people.
         */
        get: operations["listAccessChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/access-changes/{change}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve or reject a change of access that another administrator proposed
         * @description Roles: administrator. Scope: people. Wants a fresh sign-in (step-up).
         */
        post: operations["decideAccessChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All records with their leaves, details encrypted: "certbridge audit verify" checks it offline
         * @description Roles: auditor. Scope: listed.
         */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/holder-search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Who did something with a holder's data, or looked at it
         * @description Roles: auditor. Scope: listed. Whoever has only the role auditor says why: CertBridge-Purpose.
         */
        post: operations["searchAuditOfHolder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was done and seen 审计记录, newest first
         * @description Roles: auditor. Scope: listed.
         */
        get: operations["searchAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/counter/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The certificates of a resident who is at the counter without a phone, by their identity card
         * @description Roles: clerk. Scope: listed.
         */
        post: operations["findAtCounter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The halls 政务服务大厅 within the caller's reach
         * @description Roles: administrator, auditor, clerk. Scope: listed.
         */
        get: operations["listHalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Add a hall, making the key that certifies its windows; or change its name
         * @description Roles: administrator. Scope: hall. Wants a fresh sign-in (step-up).
         */
        put: operations["saveHall"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/case-figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * By item and month: cases, how materials were settled, the rate not handed in 免提交率
         * @description Roles: administrator, auditor, clerk. Scope: hall.
         */
        get: operations["getCaseFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Cases of a hall: the overdue first, then those with an answer of a later check, then the newest
         * @description Roles: clerk. Scope: hall.
         */
        get: operations["listCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/cases/{case}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A case: its list 一次性告知清单, what certificates cover 免提交, what lacks
         * @description Roles: clerk. Scope: hall.
         */
        get: operations["getCase"];
        /**
         * Open a case 办件 under an id that the PC chooses; sent again, it is what it is
         * @description Roles: clerk. Scope: hall.
         */
        put: operations["openCase"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/cases/{case}/closing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept a case that lacks nothing, refuse it, or note that it was withdrawn
         * @description Roles: clerk. Scope: hall.
         */
        post: operations["closeCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/cases/{case}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * File the receipts of what was verified for a case; materials that they cover are settled
         * @description Roles: clerk. Scope: hall.
         */
        post: operations["addDocuments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/cases/{case}/materials/{material}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Note that a material was handed in on paper, or is not needed here
         * @description Roles: clerk. Scope: hall.
         */
        post: operations["settleMaterial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/cases/{case}/materials/{material}/commitment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept a material later: 容缺受理 or 告知承诺, with reason and deadline
         * @description Roles: clerk. Scope: hall.
         */
        post: operations["makeCommitment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/cases/{case}/materials/{material}/commitment/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The form of a commitment 告知承诺书, 容缺受理承诺书, filled: to be archived, or to be signed on paper
         * @description Roles: clerk, auditor. Scope: hall.
         */
        get: operations["getCommitmentPaper"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/cases/{case}/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All receipts of a case for the archive, in one file
         * @description Roles: clerk, auditor. Scope: hall.
         */
        get: operations["getCaseReceipts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What checkers of receipts 核验回执 need: keys, certificates of windows, revocations */
        get: operations["getHallKeys"];
        put?: never;
        /**
         * A new key takes the place of the one that certifies the hall’s windows, which states it
         * @description Roles: administrator. Scope: hall. Wants a fresh sign-in (step-up).
         */
        post: operations["rotateHallKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * File a verification receipt 核验回执 of one of the windows; again, it is what it is
         * @description Roles: clerk. Scope: hall.
         */
        post: operations["fileReceipt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/receipts/{receipt}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A receipt as its window signed it
         * @description Roles: clerk, auditor. Scope: hall.
         */
        get: operations["getFiledReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/receipts/{receipt}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A receipt for the archive
         * @description Roles: clerk, auditor. Scope: hall.
         */
        get: operations["getReceiptPaper"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/receipts/{receipt}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** That a receipt was filed, up to the audit tree's head on the ledger: parseFilingProof of the SDK */
        get: operations["getFilingProof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/receipts/{receipt}/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a receipt found, for whoever scans the code on its paper: compare it with what is printed */
        get: operations["getReceiptSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/windows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The windows 窗口 of a hall, and what each of them is paired with
         * @description Roles: administrator, auditor, clerk. Scope: hall.
         */
        get: operations["listWindows"];
        put?: never;
        /**
         * Ask that this PC be a window: an administrator confirms both fingerprints
         * @description Roles: clerk. Scope: hall.
         */
        post: operations["requestPairing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/windows/{window}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm a PC by the fingerprints that it shows, or refuse it
         * @description Roles: administrator. Scope: hall. Wants a fresh sign-in (step-up).
         */
        post: operations["decidePairing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/windows/{window}/renewal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have the key of a paired window certified for another 30 days
         * @description Roles: clerk. Scope: hall.
         */
        post: operations["renewWindow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/halls/{hall}/windows/{window}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * From now on the key of this window counts no more; what was filed before stays good
         * @description Roles: administrator. Scope: hall. Wants a fresh sign-in (step-up).
         */
        post: operations["revokeWindow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The issuers 颁发机构 within the token's reach
         * @description Roles: operator, approver, administrator, auditor, clerk. Scope: listed.
         */
        get: operations["listIssuers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One issuer
         * @description Roles: operator, approver, administrator, auditor, clerk. Scope: issuer.
         */
        get: operations["getIssuer"];
        /**
         * Add an issuer, making its keys; or change its name, types and four-eyes rule
         * @description Roles: administrator. Scope: issuer. Wants a fresh sign-in (step-up).
         */
        put: operations["saveIssuer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/application-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the rules say of an application: nothing is stored or asked for
         * @description Roles: operator. Scope: certificate.
         */
        post: operations["checkApplication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/application-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the certificate of an application will look like, as far as it is filled in: a sample 样张
         * @description Roles: operator. Scope: certificate.
         */
        post: operations["previewApplication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An issuer's batches, newest first
         * @description Roles: operator, approver, administrator. Scope: certificate.
         */
        get: operations["listBatches"];
        put?: never;
        /**
         * Issue a certificate for every row of a table, or of a ZIP with a table and photos
         * @description Roles: operator. Scope: certificate.
         */
        post: operations["submitBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/batches/{batch}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far a batch is
         * @description Roles: operator, approver, administrator. Scope: certificate.
         */
        get: operations["getBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/batches/{batch}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve or reject a batch that waits for a second pair of eyes; the audit keeps which rows’ pages were looked at before
         * @description Roles: approver. Scope: certificate.
         */
        post: operations["decideBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/batches/{batch}/delivery-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A list to be printed 发放清单: who receives which certificate, and where they sign for it
         * @description Roles: operator, approver, administrator. Scope: certificate. Whoever has only the role administrator says why: CertBridge-Purpose.
         */
        get: operations["getDeliveryList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/batches/{batch}/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All PDFs of a batch as a ZIP
         * @description Roles: operator, approver, administrator. Scope: certificate. Whoever has only the role administrator says why: CertBridge-Purpose.
         */
        get: operations["getDocuments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/batches/{batch}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The batch now and after every change, until it is issued and anchored, as server-sent events
         * @description Roles: operator, approver, administrator. Scope: certificate.
         */
        get: operations["watchBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/batches/{batch}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was brought into the written form in which row, to be looked at: a RowProblem a line
         * @description Roles: operator, approver, administrator. Scope: certificate. Whoever has only the role administrator says why: CertBridge-Purpose.
         */
        get: operations["listNotes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/batches/{batch}/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is wrong with which row: a RowProblem a line
         * @description Roles: operator, approver, administrator. Scope: certificate. Whoever has only the role administrator says why: CertBridge-Purpose.
         */
        get: operations["listProblems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/batches/{batch}/rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The wrong rows in the format in which they came, each after what is to be mended in it
         * @description Roles: operator. Scope: certificate.
         */
        get: operations["getRejected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/batches/{batch}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a submitted batch back 退回 to be mended, and say why
         * @description Roles: approver. Scope: certificate.
         */
        post: operations["returnBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/batches/{batch}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rows that wait to be issued, each beside the last certificate about the same subject
         * @description Roles: operator, approver. Scope: certificate.
         */
        get: operations["listRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/batches/{batch}/rows/{row}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One row as it stands, to be mended: of a wrong one the cells as they came
         * @description Roles: operator. Scope: certificate.
         */
        get: operations["getRow"];
        /**
         * Put another row in the place of one, while the batch is checked or returned
         * @description Roles: operator. Scope: certificate.
         */
        put: operations["mendRow"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/batches/{batch}/rows/{row}/page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The page that a waiting row would become, marked as a sample 样张; without its photo
         * @description Roles: operator, approver. Scope: certificate.
         */
        get: operations["getRowPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/batches/{batch}/submission": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fix what is to be issued 提交
         * @description Roles: operator. Scope: certificate.
         */
        post: operations["submitCheckedBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/batches/{batch}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a batch back 撤回 of which nothing is issued yet
         * @description Roles: operator. Scope: certificate.
         */
        post: operations["withdrawBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/certificate-search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A holder's certificates, by the holder's whole number or whole name
         * @description Roles: operator, approver, administrator. Scope: certificate. Whoever has only the role administrator says why: CertBridge-Purpose.
         */
        post: operations["findCertificates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An issuer's certificates by identifier
         * @description Roles: operator, approver, administrator. Scope: certificate.
         */
        get: operations["listCertificates"];
        put?: never;
        /**
         * Issue one certificate
         * @description Roles: operator. Scope: certificate.
         */
        post: operations["issueCertificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/certificates/{certificate}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A certificate, without its fields
         * @description Roles: operator, approver, administrator, clerk. Scope: certificate.
         */
        get: operations["getCertificate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/certificates/{certificate}/cards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The page with the QR code and cards to cut out 二维码卡, for a resident who is at the counter
         * @description Roles: clerk. Scope: certificate.
         */
        post: operations["printAtCounter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/certificates/{certificate}/copies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue a purpose-limited copy 加注件: watermarked, short-lived, and good only as long as its original
         * @description Roles: operator. Scope: certificate.
         */
        post: operations["copyCertificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/certificates/{certificate}/delegations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let somebody act for a resident who is at the counter 代办授权: it counts once another clerk has witnessed it, on the same day
         * @description Roles: clerk. Scope: certificate.
         */
        post: operations["delegateAtCounter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/certificates/{certificate}/delegations/{delegation}/witness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Witness a delegation that another clerk made today: the resident is here, and wants it 见证
         * @description Roles: clerk. Scope: certificate.
         */
        post: operations["witnessDelegation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/certificates/{certificate}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The PDF, with its receipt 存证凭据 once it has one
         * @description Roles: operator, approver, administrator. Scope: certificate. Whoever has only the role administrator says why: CertBridge-Purpose.
         */
        get: operations["getDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/certificates/{certificate}/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A certificate's fields
         * @description Roles: operator, approver, administrator. Scope: certificate. Whoever has only the role administrator says why: CertBridge-Purpose.
         */
        get: operations["getFields"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/certificates/{certificate}/life": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which provinces attested it and what changed about it, and its copies 加注件: nothing personal
         * @description Roles: operator, approver, administrator. Scope: certificate.
         */
        get: operations["getLife"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/certificates/{certificate}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The page as a picture for phones and screens, with the same QR code; the PDF alone is signed as a page
         * @description Roles: operator, approver, administrator. Scope: certificate. Whoever has only the role administrator says why: CertBridge-Purpose.
         */
        get: operations["getPicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/certificates/{certificate}/renewal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue the next version of a certificate; one entry anchors it and supersedes the old one
         * @description Roles: operator. Scope: certificate.
         */
        post: operations["renewCertificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/certificates/{certificate}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A certificate's status changes, oldest first
         * @description Roles: operator, approver, administrator. Scope: certificate.
         */
        get: operations["getHistory"];
        put?: never;
        /**
         * Change a certificate's status
         * @description Roles: operator. Scope: certificate.
         */
        post: operations["changeStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/certificates/{certificate}/wallet-credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The wallet credentials of a certificate: since when and until when a device can show it
         * @description Roles: operator, approver, administrator. Scope: certificate.
         */
        get: operations["listWalletCredentials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/certificates/{certificate}/wallet-credentials/ending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End all wallet credentials of a certificate 停用手机凭证 and the sessions of whoever carries them; the certificate stays as it is
         * @description Roles: operator. Scope: certificate.
         */
        post: operations["endWallet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/certificates/{certificate}/wallet-credentials/suspension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspend all wallet credentials of a certificate 挂失 and end the sessions of whoever carries them: whoever signs in again gets new ones
         * @description Roles: clerk. Scope: certificate.
         */
        post: operations["suspendWallet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Corrections that wait for an answer, oldest first
         * @description Roles: operator. Scope: certificate.
         */
        get: operations["listCorrections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/corrections/{correction}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer a correction that a holder asked for
         * @description Roles: operator. Scope: certificate.
         */
        post: operations["answerCorrection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/ending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw 撤销 an issuer that has issued nothing, or retire 停用 one: it issues nothing more
         * @description Roles: administrator. Scope: issuer. Wants a fresh sign-in (step-up).
         */
        post: operations["endIssuer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/ending/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve or reject the end of an issuer that waits for a second pair of eyes
         * @description Roles: administrator. Scope: issuer. Wants a fresh sign-in (step-up).
         */
        post: operations["decideIssuerEnding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an issuer did today, and what waits, of the types in reach
         * @description Roles: operator, approver, administrator. Scope: issuer.
         */
        get: operations["getFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/holders/deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete a holder's data and key; hashes and certIds stay, which say nothing
         * @description Roles: administrator. Scope: all-types. Wants a fresh sign-in (step-up).
         */
        post: operations["forgetHolder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/holders/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * All that the department holds of somebody 个人信息副本, as a ZIP: personal-data.json, PDFs and photos
         * @description Roles: administrator. Scope: all-types. Wants a fresh sign-in (step-up). Whoever has only the role administrator says why: CertBridge-Purpose.
         */
        post: operations["exportHolder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/key-certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the answer of the department's authority to a request
         * @description Roles: administrator. Scope: issuer. Wants a fresh sign-in (step-up).
         */
        post: operations["importCertificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/key-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rotations and revocations that wait for a second administrator or for the ledger
         * @description Roles: administrator, auditor. Scope: issuer.
         */
        get: operations["listKeyChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/key-changes/{change}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One rotation or revocation
         * @description Roles: administrator, auditor. Scope: issuer.
         */
        get: operations["getKeyChange"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/key-changes/{change}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve or reject a rotation or revocation that another administrator proposed
         * @description Roles: administrator. Scope: issuer. Wants a fresh sign-in (step-up).
         */
        post: operations["decideKeyChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/key-files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a key with its certificates from a PKCS#12 file (.p12, .pfx) of the department's authority
         * @description Roles: administrator. Scope: issuer. Wants a fresh sign-in (step-up).
         */
        post: operations["importKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/key-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a key, and a request (PKCS#10) for the department's own authority to certify it
         * @description Roles: administrator. Scope: issuer. Wants a fresh sign-in (step-up).
         */
        post: operations["requestKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/key-rotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign with another key from now on; what the old one signed stays good
         * @description Roles: administrator. Scope: issuer. Wants a fresh sign-in (step-up).
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An issuer's signing keys 签名密钥, with warnings of certificates that end
         * @description Roles: administrator, auditor. Scope: issuer.
         */
        get: operations["listKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/keys/{kid}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a key for ever; one of this service’s authority that is in use is replaced at once
         * @description Roles: administrator. Scope: issuer. Wants a fresh sign-in (step-up).
         */
        post: operations["revokeKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/reissues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue again whatever a key has signed and is current; the new ones take the old ones’ places
         * @description Roles: operator. Scope: certificate.
         */
        post: operations["reissueCertificates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/rule-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Proposals that one person may issue alone, which wait for a second administrator
         * @description Roles: operator, approver, administrator, auditor. Scope: issuer.
         */
        get: operations["listRuleChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/rule-changes/{change}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve or reject that one person may issue alone, which another administrator proposed
         * @description Roles: administrator. Scope: issuer. Wants a fresh sign-in (step-up).
         */
        post: operations["decideRuleChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/status-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Status changes that wait for a second pair of eyes
         * @description Roles: operator, approver, administrator. Scope: certificate.
         */
        get: operations["listProposedChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/status-changes/{change}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve or reject a status change that waits for a second pair of eyes
         * @description Roles: approver. Scope: certificate.
         */
        post: operations["decideChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Announce a file that is sent in as many requests as the network needs (tus 1.0.0)
         * @description Roles: operator. Scope: issuer.
         */
        post: operations["beginUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/uploads/{upload}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far a file has arrived (HEAD too)
         * @description Roles: operator. Scope: issuer.
         */
        get: operations["getUpload"];
        put?: never;
        post?: never;
        /**
         * Give up a file: what has arrived of it is deleted
         * @description Roles: operator. Scope: issuer.
         */
        delete: operations["endUpload"];
        options?: never;
        head?: never;
        /**
         * Send what follows on what has arrived of a file; a cut loses nothing that came before it
         * @description Roles: operator. Scope: issuer.
         */
        patch: operations["continueUpload"];
        trace?: never;
    };
    "/api/v1/issuers/{issuer}/uploads/{upload}/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue a certificate for every row of a file that has arrived; asked again, it tells the same batch
         * @description Roles: operator. Scope: certificate.
         */
        post: operations["submitUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The service items 事项: legal basis, materials, and which certificates cover them */
        get: operations["listItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/items/{item}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One service item */
        get: operations["getItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/items/{item}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an item asks for 一次性告知清单, to print and to send */
        get: operations["getItemPaper"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One’s own certificates at the departments of this service 我的证照
         * @description Residents. Scope: own-certificates.
         */
        get: operations["listOwnCertificates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/certificates/{certificate}/cards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A page to print with the QR code of a certificate that one holds, and cards to cut out 二维码卡: for whoever has no phone; no certificate itself
         * @description Residents. Scope: own-certificates.
         */
        get: operations["printOwnCards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/certificates/{certificate}/copies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a purpose-limited copy 加注件 of a certificate that one holds, for one user and some days
         * @description Residents. Scope: own-certificates.
         */
        post: operations["copyOwnCertificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/certificates/{certificate}/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell the department that something on one’s certificate is wrong
         * @description Residents. Scope: own-certificates.
         */
        post: operations["askCorrection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/certificates/{certificate}/delegations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let somebody act for oneself with a certificate 代办授权: for which items, until when (30 days at most)
         * @description Residents. Scope: own-certificates.
         */
        post: operations["makeDelegation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/certificates/{certificate}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The PDF of a certificate that one holds
         * @description Residents. Scope: own-certificates.
         */
        get: operations["getOwnDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/certificates/{certificate}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The page of a certificate that one holds, as a picture
         * @description Residents. Scope: own-certificates.
         */
        get: operations["getOwnPicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/certificates/{certificate}/wallet-credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bind a certificate to a device’s key: a wallet credential 钱包凭证 of at most 30 days; one that lasts is given again
         * @description Residents. Scope: own-certificates.
         */
        post: operations["bindToDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/children": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Act as a parent for one’s child under age 代孩子办理: delegations of what it holds, by its birth certificate
         * @description Residents. Scope: own-certificates.
         */
        post: operations["actForChild"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The corrections that one asked for, and their answers
         * @description Residents. Scope: own-certificates.
         */
        get: operations["listOwnCorrections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/delegations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who may act for oneself, and for whom one may act oneself
         * @description Residents. Scope: own-certificates.
         */
        get: operations["listDelegations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/delegations/{delegation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a delegation back, one’s own or as a parent: its wallet credentials end here at once, on the ledger within seconds
         * @description Residents. Scope: own-certificates.
         */
        delete: operations["withdrawDelegation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/delegations/{delegation}/wallet-credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bind a certificate that one may show for somebody to one’s own device
         * @description Residents. Scope: own-certificates.
         */
        post: operations["bindDelegated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The devices that can show one’s certificates, and for whom one acts
         * @description Residents. Scope: own-certificates.
         */
        get: operations["listDevices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/devices/{device}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End all wallet credentials of a device, as when a phone is lost, and all sessions but this one: here at once, on the ledger within seconds
         * @description Residents. Scope: own-certificates.
         */
        delete: operations["endDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/looks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who looked at one’s data or changed something about it, newest first 谁看过我
         * @description Residents. Scope: own-certificates.
         */
        get: operations["listLooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/looks/{record}/complaint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complain about a look 投诉: it is written into the audit trail with the record, for auditors
         * @description Residents. Scope: own-certificates.
         */
        post: operations["complainAboutLook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/matters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One’s own matters 我的事项: what one’s certificates cover of each item, and deadlines at windows
         * @description Residents. Scope: own-certificates.
         */
        get: operations["listOwnMatters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/personal-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All that departments and halls of this service hold of oneself 个人信息副本, as a ZIP: personal-data.json, PDFs and photos
         * @description Residents. Scope: own-certificates.
         */
        get: operations["exportOwnData"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The people 人员 who have signed in, and what they may do
         * @description Roles: administrator, auditor. Scope: people.
         */
        get: operations["listPeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{person}/access-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Propose what a person may do from now on; another administrator decides
         * @description Roles: administrator. Scope: people. Wants a fresh sign-in (step-up).
         */
        post: operations["proposePersonAccess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{person}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The sessions of a person, newest first
         * @description Roles: administrator. Scope: people.
         */
        get: operations["listSessionsOfPerson"];
        put?: never;
        post?: never;
        /**
         * End all sessions of a person, at once
         * @description Roles: administrator. Scope: people.
         */
        delete: operations["endSessionsOfPerson"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/names": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The names of those who submitted or approved, by the ids that records show
         * @description Roles: operator, approver, administrator, auditor. Scope: listed.
         */
        post: operations["nameColleagues"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is signed in here, and what they may do
         * @description Whoever is signed in. Scope: own.
         */
        get: operations["getSession"];
        put?: never;
        post?: never;
        /**
         * Sign out: end the session that this request came in
         * @description Whoever is signed in. Scope: own.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/vault-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The secret that opens what the caller left encrypted on a device: drafts, work done offline
         * @description Whoever is signed in. Scope: own.
         */
        get: operations["getVaultKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One’s own sessions 会话, newest first
         * @description Whoever is signed in. Scope: own.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End another of one’s own sessions
         * @description Whoever is signed in. Scope: own.
         */
        delete: operations["endOtherSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * First use 首次使用: what is still to do until certificates can be issued, in this order
         * @description Roles: operator, approver, administrator, auditor, network-administrator. Scope: listed.
         */
        get: operations["getSetup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/systems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The programs that act here, OAuth 2.0 clients, and what they may do
         * @description Roles: administrator, auditor. Scope: people.
         */
        get: operations["listSystems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/systems/{system}/access-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Propose a program, its public keys and what it may do from now on; another administrator decides
         * @description Roles: administrator. Scope: people. Wants a fresh sign-in (step-up).
         */
        post: operations["proposeSystemAccess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The certificate types 证照类型, each in its newest version */
        get: operations["listTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/types/{type}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Propose a certificate type to the network, or approve it, for the provinces whose administrators are here
         * @description Roles: network-administrator. Scope: network. Wants a fresh sign-in (step-up).
         */
        post: operations["approveType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/types/{type}/columns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The columns of a table of applications: titles, rules, examples */
        get: operations["listColumns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/types/{type}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An invented certificate 样张 of a type: marked as a sample, not signed, kept nowhere
         * @description Roles: operator, approver, administrator. Scope: listed.
         */
        post: operations["previewType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/types/{type}/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A workbook 模板 to fill in, with lists to choose from and a sheet of explanations */
        get: operations["getTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/window-keys/{fingerprint}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The hall that certified a window's key: where a receipt 核验回执, which names the key alone, is checked */
        get: operations["findHall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where that provider sends the browser back to */
        get: operations["finishSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/residents/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where that provider sends the browser back to */
        get: operations["finishResidentSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/residents/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Send the browser of a resident 群众 to the residents’ provider; it comes back with a session */
        get: operations["beginResidentSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Send the browser to the OpenID provider; it comes back with a session */
        get: operations["beginSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ca/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A certificate (.cer) or revocation list (.crl) of the authority of document signers */
        get: operations["getAuthorityFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feed/anchor/{n}.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A trust anchor 信任锚, attested under its predecessor */
        get: operations["getAnchor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feed/audit/{mspId}.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the ledger holds of a province's audit tree, attested */
        get: operations["getAuditHead"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feed/checkpoint.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The checkpoint 账本快照: all heads, attested */
        get: operations["getCheckpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feed/i/{issuer}/{page}.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of an issuer's log */
        get: operations["getIssuerPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feed/i/{issuer}/qr/{seq}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The list behind an entry's qr: 16 bytes a certificate */
        get: operations["getQrList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feed/n/{page}.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the network's log, named by its first record */
        get: operations["getNetworkPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feed/p/{mspId}/{page}.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of a province's log */
        get: operations["getProvincePage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feed/receipts/{certId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A certificate's receipt 存证凭据, for PDFs that were downloaded before they had one */
        get: operations["getReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process answers */
        get: operations["isAlive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures for Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/device_authorization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin a sign-in on another device (RFC 8628): "certbridge login" */
        post: operations["beginDeviceSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An access token: for a system by private_key_jwt (RFC 7523), for a person by the device flow (RFC 8628) */
        post: operations["issueToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Certificates can be issued: the database answers, keys sign, timestamps are given */
        get: operations["isReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/timestamps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A timestamp (RFC 3161) of the embedded authority */
        post: operations["getTimestamp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Access: {
            /** @description The issuers covered; * for all */
            issuers: "*" | string[];
            roles: ("operator" | "approver" | "administrator" | "auditor" | "clerk" | "network-administrator")[];
            /** @description The certificate types covered; * for all */
            types: "*" | string[];
        };
        AccessChange: {
            approved: boolean | null;
            decidedBy: string | null;
            /** Format: uuid */
            id: string;
            /** @description The issuers covered; * for all */
            issuers: "*" | string[];
            /** @description Ids of the operations by which whoever asks may change this now */
            readonly may: string[];
            person: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            proposedAt: string;
            proposedBy: string;
            roles: ("operator" | "approver" | "administrator" | "auditor" | "clerk" | "network-administrator")[];
            system: string | null;
            /** @description The certificate types covered; * for all */
            types: "*" | string[];
        };
        AuditRecord: {
            act: string;
            actor: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            at: string;
            batch: string | null;
            certificate: string | null;
            /** @description From where, why, and what the act says; null once their key is destroyed */
            details: {
                [key: string]: unknown;
            } | null;
            /** @description SHA-256 of what was filed with it */
            filed?: string | null;
            id: number;
            issuer: string | null;
            kind: string;
            /** @description Of its leaf in the tree; null while it is not sealed */
            position: number | null;
            request: string | null;
            readonly roles: string[];
            /** @description On whom: a pseudonym */
            subject: string | null;
        };
        Batch: {
            anchored: number;
            approvedBy: string | null;
            /** @description Rows with problems */
            bad: number;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            createdAt: string;
            /** @description Over all that is to be issued, fixed when it is submitted; an approval names it */
            digest: string | null;
            finishedAt: string | null;
            /** Format: uuid */
            id: string;
            /** @description Titles of columns that were not read, like 序号 */
            readonly ignored: string[];
            issued: number;
            /** @description GB 32100 code of an issuer 颁发机构 */
            issuer: string;
            /** @description Ids of the operations by which whoever asks may change this now */
            readonly may: string[];
            /** @enum {string} */
            mode: "skip-bad" | "all-or-nothing";
            refusal: string | null;
            /** @description Why it was given back to be mended; told where one batch is asked for */
            returnReason: string | null;
            /** @description Rows read */
            rows: number;
            /** @enum {string} */
            source: "csv" | "spreadsheet" | "zip" | "single" | "reissue";
            /** @enum {string} */
            state: "receiving" | "checked" | "submitted" | "issuing" | "issued" | "returned" | "refused" | "withdrawn";
            submittedBy: string;
            type: string;
        };
        Card: {
            /**
             * @description certId, 16 bytes
             * @example 00112233445566778899aabbccddeeff
             */
            certId: string;
            /** @description What changed since it was issued, newest first */
            changes: {
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC
                 */
                at: string;
                reason: string;
                state: string;
            }[];
            /** @description Of a purpose-limited copy 加注件 */
            copy: {
                purpose: string;
                user: string;
            } | null;
            /** @description Of a purpose-limited copy 加注件: its original */
            copyOf: string | null;
            hasPhoto: boolean;
            holder: {
                name: string;
                number: string;
            };
            /** @description GB/T 36904 */
            identifier: string;
            /** @description Whether it counts today */
            inForce: boolean;
            /**
             * Format: date
             * @description A day in Asia/Shanghai, inclusive
             */
            issuedOn: string;
            /** @description GB 32100 code of an issuer 颁发机构 */
            issuer: string;
            /** @description As it was called when it issued this */
            issuerName: string;
            /** @description As it is called now */
            issuerNameNow: string;
            /** @description Of the type, like 居住证 */
            name: string;
            /** @description The certificate that takes its place, and the day to come from which it does */
            pending: {
                /**
                 * @description certId, 16 bytes
                 * @example 00112233445566778899aabbccddeeff
                 */
                by: string;
                /**
                 * Format: date
                 * @description A day in Asia/Shanghai, inclusive
                 */
                from: string;
            } | null;
            /** @enum {string} */
            state: "issued" | "suspended" | "revoked" | "cancelled" | "superseded" | "transferred";
            type: string;
            /**
             * Format: date
             * @description A day in Asia/Shanghai, inclusive
             */
            validFrom: string;
            validUntil: string | null;
        };
        Case: {
            closedAs: ("accepted" | "withdrawn" | "refused") | null;
            closedAt: string | null;
            documents: components["schemas"]["CaseDocument"][];
            holder: components["schemas"]["CaseHolder"];
            /** Format: uuid */
            id: string;
            item: components["schemas"]["ServiceItem"];
            /** @description Materials that nothing settles yet */
            lacking: string[];
            /** @description The list 一次性告知清单, as it stands */
            materials: components["schemas"]["CaseMaterial"][];
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            openedAt: string;
            openedBy: string;
        };
        CaseDocument: {
            case: string | null;
            certificate: {
                /**
                 * @description certId, 16 bytes
                 * @example 00112233445566778899aabbccddeeff
                 */
                certId: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
                name: string;
                type: string;
                validUntil: string | null;
            } | null;
            /** @description Of the report in it */
            code: string;
            /**
             * @description The best that it is for any material of the case
             * @enum {string}
             */
            coverage: "covers" | "type-not-asked" | "not-valid" | "cannot-be-told" | "fields-missing" | "holder-differs";
            /** @description SHA-256 of the text of a receipt, hex */
            digest: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            filedAt: string;
            /** @description The service checks it again when it knows more */
            isWaiting: boolean;
            /** @description What a check by the service said later, where it could not be told at first */
            later: {
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC
                 */
                at: string;
                code: string;
                verdict: string;
            } | null;
            /**
             * Format: date-time
             * @description By the window's clock
             */
            signedAt: string;
            /** @enum {string} */
            verdict: "valid" | "invalid" | "indeterminate";
            /** Format: uuid */
            window: string;
        };
        CaseFigures: {
            cases: number;
            certificate: number;
            declared: number;
            deferred: number;
            item: string;
            month: string;
            /** @description Rate of materials not handed in 免提交率, of those settled and needed */
            notHandedIn: number | null;
            paper: number;
        };
        /** @description Whoever comes: name, and number (GB 11643 or GB 32100) */
        CaseHolder: {
            name: string;
            number: string;
        };
        CaseMaterial: {
            commitment: components["schemas"]["Commitment"] | null;
            id: string;
            receipt: string | null;
            /**
             * @description certificate: a verified certificate covers it 免提交; lacking: nothing does yet
             * @enum {string}
             */
            state: "lacking" | "certificate" | "paper" | "not-needed" | "deferred" | "declared";
        };
        CaseSummary: {
            /** @description answered: a later check has told what could not be told before */
            attention: ("overdue" | "answered") | null;
            closedAs: ("accepted" | "withdrawn" | "refused") | null;
            /** @description The nearest deadline of a commitment that is not kept yet */
            due: string | null;
            /** Format: uuid */
            id: string;
            item: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            openedAt: string;
        };
        Certificate: {
            /** @description The entry 账目 that anchors it, once attested */
            anchoredIn: number | null;
            approvedBy: string | null;
            /** Format: uuid */
            batch: string;
            /**
             * @description certId, 16 bytes
             * @example 00112233445566778899aabbccddeeff
             */
            certId: string;
            /** @description Of a purpose-limited copy 加注件: its original */
            copyOf: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            createdAt: string;
            /** @description GB/T 36904 */
            identifier: string;
            /**
             * Format: date
             * @description A day in Asia/Shanghai, inclusive
             */
            issuedOn: string;
            /** @description GB 32100 code of an issuer 颁发机构 */
            issuer: string;
            /** @description As it was called when it issued this */
            issuerName: string;
            /** @description As it is called now */
            issuerNameNow: string;
            /** @description Its row in the batch's file, as a spreadsheet numbers it */
            line: number;
            /** @description Ids of the operations by which whoever asks may change this now */
            readonly may: string[];
            /** @description The certificate that takes its place, and the day to come from which it does */
            pending: {
                /**
                 * @description certId, 16 bytes
                 * @example 00112233445566778899aabbccddeeff
                 */
                by: string;
                /**
                 * Format: date
                 * @description A day in Asia/Shanghai, inclusive
                 */
                from: string;
            } | null;
            /** @enum {string} */
            state: "issued" | "suspended" | "revoked" | "cancelled" | "superseded" | "transferred";
            submittedBy: string;
            type: string;
            typeVersion: number;
            /**
             * Format: date
             * @description A day in Asia/Shanghai, inclusive
             */
            validFrom: string;
            validUntil: string | null;
        };
        CertificatePresent: {
            /**
             * @description certId, 16 bytes
             * @example 00112233445566778899aabbccddeeff
             */
            certificate: string;
            inForce: boolean;
            /** @description GB 32100 code of an issuer 颁发机构 */
            issuer: string;
            issuerName: string;
            /** @description Of the type, like 居住证 */
            name: string;
            validUntil: string | null;
        };
        CertificateType: {
            code: string;
            /** @enum {string} */
            holder: "person" | "organisation";
            name: string;
            nameEn: string;
            /** @description JSON Schema of the fields */
            schema: {
                [key: string]: unknown;
            };
            slug: string;
            version: number;
        };
        Commitment: {
            /**
             * Format: date
             * @description A day in Asia/Shanghai, inclusive
             */
            due: string;
            fulfilledAt: string | null;
            isOverdue: boolean;
            /** @description On the screen; else on the printed form */
            isSigned: boolean;
            /**
             * @description deferred 容缺受理, declared 告知承诺: the item says which kind a material allows, and how many days
             * @enum {string}
             */
            kind: "deferred" | "declared";
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            madeAt: string;
            reason: string;
        };
        Correction: {
            answer: string | null;
            answeredAt: string | null;
            /**
             * @description certId, 16 bytes
             * @example 00112233445566778899aabbccddeeff
             */
            certificate: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            createdAt: string;
            /** Format: uuid */
            id: string;
            /** @description What is wrong, in the holder’s words */
            said: string;
        };
        Delegation: {
            /**
             * @description certId, 16 bytes
             * @example 00112233445566778899aabbccddeeff
             */
            certificate: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            createdAt: string;
            /** @description The birth certificate by which a parent has it; null: the holder gave it */
            evidence: string | null;
            helper: {
                name: string;
                /** @description Masked */
                number: string;
            };
            holder: string;
            /** Format: uuid */
            id: string;
            /** @description Codes of the items that it is for; none: for any */
            items: string[];
            /** @description Of the certificate, like 居住证 */
            name: string;
            /**
             * Format: date
             * @description A day in Asia/Shanghai, inclusive
             */
            until: string;
        };
        Device: {
            /** @description What it can show */
            certificates: string[];
            /** @description A device’s key: the first 8 bytes of SHA-256 of its SubjectPublicKeyInfo, hex */
            device: string;
            /** @description Whether one of them is by a delegation 代办授权 */
            forOthers: boolean;
            label: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            since: string;
            /**
             * Format: date
             * @description A day in Asia/Shanghai, inclusive
             */
            until: string;
        };
        FieldProblem: {
            code: string;
            /** @description Its key; null: the whole application */
            field: string | null;
            message: {
                en: string;
                zh: string;
            };
            remedy: {
                en: string;
                zh: string;
            };
        };
        Fields: {
            [key: string]: string | number;
        };
        Figures: {
            /** @description Batches that are not submitted yet */
            checked: number;
            /** @description In force, with a last day within the coming 30 */
            expiring: number;
            /** @description Without purpose-limited copies; days in Asia/Shanghai */
            issuedToday: number;
            issuing: number;
            /** @description Issued in the last 7 days, and in no attested entry 账目 yet */
            notAnchored: number;
            /** @description Changes of status that wait for approval */
            proposedChanges: number;
            returned: number;
            /** @description Batches that wait for approval */
            submitted: number;
        };
        FiledReceipt: {
            case: string | null;
            certificate: {
                /**
                 * @description certId, 16 bytes
                 * @example 00112233445566778899aabbccddeeff
                 */
                certId: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
                name: string;
                type: string;
                validUntil: string | null;
            } | null;
            /** @description Of the report in it */
            code: string;
            /** @description SHA-256 of the text of a receipt, hex */
            digest: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            filedAt: string;
            /**
             * Format: date-time
             * @description By the window's clock
             */
            signedAt: string;
            /** @enum {string} */
            verdict: "valid" | "invalid" | "indeterminate";
            /** Format: uuid */
            window: string;
        };
        Hall: {
            /** @description GB 32100 code of a hall 政务服务大厅 */
            code: string;
            /** @description Of its keys, oldest first: checkers pin one, and follow */
            fingerprints: string[];
            name: string;
        };
        HallKeys: {
            readonly certificates: string[];
            /** @description GB 32100 code of a hall 政务服务大厅 */
            code: string;
            readonly keys: {
                /** @constant */
                crv: "P-256";
                /** @constant */
                kty: "EC";
                name: string;
                x: string;
                y: string;
            }[];
            name: string;
            revocations: string;
            readonly successions: string[];
            v: number;
        };
        Issuer: {
            /** @description Further names that its certificates may show */
            authorities: string[];
            /** @description Until then the ledger takes revocations and suspensions of it only; what was issued is anchored afterwards */
            budgetSpentUntil: string | null;
            /** @description GB 32100 code of an issuer 颁发机构 */
            code: string;
            ended: ("withdrawn" | "retired") | null;
            /** @description An end that waits for a second person */
            ending: {
                /**
                 * @description Withdrawn: it had issued nothing; retired: its certificates stay. It issues nothing more
                 * @enum {string}
                 */
                as: "withdrawn" | "retired";
                /** @description Ids of the operations by which whoever asks may change this now */
                readonly may: string[];
                submittedBy: string;
            } | null;
            fourEyes: boolean;
            /**
             * @description What it is on the ledger; only while registered it takes in what is to be issued
             * @enum {string}
             */
            ledger: "registered" | "pending" | "moving" | "moved" | "retired";
            mspId: string;
            name: string;
            types: string[];
        };
        Key: {
            /** @enum {string} */
            algorithm: "ES256" | "RS256";
            /**
             * @description Where the private key lies
             * @enum {string}
             */
            backend: "file" | "pkcs12" | "pkcs11";
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            createdAt: string;
            /** @description GB 32100 code of an issuer 颁发机构 */
            issuer: string;
            /** @description Key id: the first 8 bytes of SHA-256 over the public key */
            kid: string;
            /** @description Until when its certificate is valid */
            notAfter: string | null;
            /**
             * @description requested: an authority is still to certify it; ready: it can take over; in-use; retired: another took over, and what it signed stays good; revoked
             * @enum {string}
             */
            state: "requested" | "ready" | "in-use" | "retired" | "revoked";
            /**
             * @description What the key signs, for ever: QR codes and PDFs (certificate), or credentials
             * @enum {string}
             */
            use: "certificate" | "credential";
            /** @description Of a key in use: so many days, or fewer, are left */
            warning: (90 | 30 | 7 | "expired") | null;
        };
        KeyChange: {
            decidedBy: string | null;
            /** Format: uuid */
            id: string;
            /** @description GB 32100 code of an issuer 颁发机构 */
            issuer: string;
            /** @description Of a revocation: the key. Of a rotation: the keys that take over, once they are made */
            kids: string[];
            /** @enum {string} */
            kind: "rotate" | "revoke";
            /** @description Ids of the operations by which whoever asks may change this now */
            readonly may: string[];
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            proposedAt: string;
            proposedBy: string;
            reason: ("key-compromise" | "replaced" | "lost" | "authority-decision" | "unspecified") | null;
            /**
             * @description proposed: waits for a second administrator; approved: is carried out as soon as the ledger and the keys are there
             * @enum {string}
             */
            state: "proposed" | "rejected" | "approved" | "done";
            /** @description Code of what keeps an approved one from being carried out */
            trouble: string | null;
            /**
             * @description What the key signs, for ever: QR codes and PDFs (certificate), or credentials
             * @enum {string}
             */
            use: "certificate" | "credential";
        };
        KeyRequest: {
            /** @description Key id: the first 8 bytes of SHA-256 over the public key */
            kid: string;
            /** @description PKCS#10 in PEM */
            request: string;
        };
        Life: {
            /** @description Purpose-limited copies 加注件, the first 1,000 */
            copies: components["schemas"]["Certificate"][];
            /** @description Entries that anchor it and its changes */
            entries: {
                /**
                 * Format: date-time
                 * @description RFC 3339, UTC
                 */
                attestedAt: string;
                /** @description MSP ids of the provinces that attested it */
                readonly provinces: string[];
                /** @description The entry 账目 */
                seq: number;
            }[];
        };
        Look: {
            /** @description What was done or seen, like document.seen */
            act: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            at: string;
            certificate: string | null;
            /** @description Which fields, where not all of what the act shows */
            fields: string[] | null;
            /** @description The department in whose matter */
            issuer: string | null;
            issuerName: string | null;
            /** @enum {string} */
            kind: "person" | "system" | "resident" | "service";
            /** @description Why, in their own words */
            purpose: string | null;
            /** @description Number of the audit record: a complaint names it */
            record: number;
            /** @description As what they acted */
            roles: string[];
        };
        Matters: {
            /** @description Materials of items that certificates of one’s own cover 免提交 today */
            covered: {
                certificates: string[];
                item: string;
                material: string;
            }[];
            /** @description What one promised at a window 告知承诺、容缺受理 and has not handed in */
            promised: {
                /** Format: uuid */
                case: string;
                /**
                 * Format: date
                 * @description A day in Asia/Shanghai, inclusive
                 */
                due: string;
                hall: string;
                hallName: string;
                isOverdue: boolean;
                item: string;
                /** @enum {string} */
                kind: "deferred" | "declared";
                material: string;
            }[];
        };
        MintedCredential: {
            /**
             * @description Its own
             * @example 00112233445566778899aabbccddeeff
             */
            certId: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            createdAt: string;
            /** @description Whether a helper carries it 代办 */
            delegated: boolean;
            /** @enum {string} */
            state: "issued" | "suspended" | "revoked";
            /**
             * Format: date
             * @description A day in Asia/Shanghai, inclusive
             */
            validUntil: string;
        };
        NewCommitment: {
            /**
             * Format: date
             * @description A day in Asia/Shanghai, inclusive
             */
            due: string;
            /**
             * @description deferred 容缺受理, declared 告知承诺: the item says which kind a material allows, and how many days
             * @enum {string}
             */
            kind: "deferred" | "declared";
            reason: string;
            /**
             * Format: base64
             * @description Drawn on the screen, a PNG; left out, the printed form is signed
             */
            signature?: string;
        };
        Person: {
            /** Format: uuid */
            id: string;
            /** @description The issuers covered; * for all */
            issuers: "*" | string[];
            name: string;
            roles: ("operator" | "approver" | "administrator" | "auditor" | "clerk" | "network-administrator")[];
            /** @description The certificate types covered; * for all */
            types: "*" | string[];
        };
        /** @description Whoever is at the counter, from their identity card */
        PersonPresent: {
            name: string;
            number: string;
        };
        Problem: {
            code: string;
            /** @description What was wrong and what to do: Chinese, then English */
            detail: string;
            /** @description The request, as in X-Request-Id and the log */
            instance: string;
            /** @description The detail by language */
            message: {
                en: string;
                zh: string;
            };
            status: number;
            title: string;
            /** @description urn:certbridge:problem:CODE */
            type: string;
        } & {
            [key: string]: unknown;
        };
        ReceiptSummary: {
            /** @description Of the report in it */
            code: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            filedAt: string;
            /**
             * Format: date-time
             * @description By the window's clock
             */
            signedAt: string;
            /** @description Of the certificate; null: none was authenticated */
            type: string | null;
            /** @enum {string} */
            verdict: "valid" | "invalid" | "indeterminate";
            window: {
                /** @description RFC 7638 thumbprint of the key, base64url */
                fingerprint: string;
                name: string;
            };
        };
        /** @enum {string} */
        RequestedState: "suspended" | "reinstated" | "revoked" | "cancelled" | "transferred" | "withdrawn";
        ReviewedRow: {
            /** @description The last certificate about the same subject */
            before: {
                /**
                 * @description certId, 16 bytes
                 * @example 00112233445566778899aabbccddeeff
                 */
                certId: string;
                /** @description Keys of the fields that differ */
                readonly changed: string[];
                fields: components["schemas"]["Fields"];
                identifier: string;
                /**
                 * Format: date
                 * @description A day in Asia/Shanghai, inclusive
                 */
                validFrom: string;
                validUntil: string | null;
            } | null;
            fields: components["schemas"]["Fields"];
            hasPhoto: boolean;
            /** @description As a spreadsheet numbers it */
            line: number;
            /**
             * Format: date
             * @description A day in Asia/Shanghai, inclusive
             */
            validFrom: string;
            validUntil: string | null;
        };
        RowProblem: {
            code: string;
            /** @description As the file's header calls it */
            column: string | null;
            field: string | null;
            line: number;
            message: {
                en: string;
                zh: string;
            };
            remedy: {
                en: string;
                zh: string;
            };
            /** @description The value, masked */
            shown: string;
        };
        RuleChange: {
            /** Format: uuid */
            id: string;
            /** @description GB 32100 code of an issuer 颁发机构 */
            issuer: string;
            /** @description Ids of the operations by which whoever asks may change this now */
            readonly may: string[];
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            proposedAt: string;
            proposedBy: string;
        };
        ServiceItem: {
            basis: {
                article?: string;
                /**
                 * @description Not checked against the text: an example 示例
                 * @default false
                 */
                example: boolean;
                /** @description The number under which it was issued */
                source: string;
                /** @description Of the law or document */
                title: string;
            }[];
            /**
             * @description A live code 亮证码 counts for it only with the four digits 口令 of the window
             * @constant
             */
            challenge?: true;
            code: string;
            /**
             * @description Who comes
             * @enum {string}
             */
            holder: "person" | "organisation";
            materials: {
                /** @description Any of them covers it 免提交; empty: none does */
                certificates: {
                    /** @description Fields that must be seen */
                    fields: string[];
                    /** @description Fields of which one must be the number of the case's holder; none: whoever's it is */
                    holder?: string[];
                    /** @description Short name or code of a certificate type */
                    type: string;
                }[];
                /** @description deferred 容缺受理: accepted now, handed in within so many days; declared 告知承诺: declared in writing and checked within them */
                commitment?: {
                    days: number;
                    /** @enum {string} */
                    kind: "deferred" | "declared";
                };
                /** @description Not from the text of the basis: an example 示例 */
                example: boolean;
                id: string;
                name: {
                    en: string;
                    zh: string;
                };
                /** @description What is handed in otherwise */
                paper: {
                    en: string;
                    zh: string;
                };
                /** @description Only in this case; left out: always */
                when?: {
                    en: string;
                    zh: string;
                };
            }[];
            name: {
                en: string;
                zh: string;
            };
            version: number;
        };
        Session: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            endsAt: string;
            /** Format: uuid */
            id: string;
            isThis: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            seenAt: string;
            /** @enum {string} */
            via: "browser" | "command-line" | "client-credentials" | "sample";
        };
        SetupStep: {
            /** @enum {string} */
            code: "ISSUER_MISSING" | "KEY_MISSING" | "TYPE_NOT_APPROVED";
            /** @description Of the command line, where it has one */
            command: string | null;
            /** @description Id of the operation that does it */
            operation: string;
            says: {
                en: string;
                zh: string;
            };
        };
        ShownDocument: {
            /** @description Kept, encrypted, only where the verdict is indeterminate and until it is not */
            content?: {
                /**
                 * Format: base64
                 * @description Of the file, or of the text of the code in UTF-8
                 */
                bytes: string;
                /** @enum {string} */
                kind: "pdf" | "qr";
            };
            receipt: string;
        };
        StatusChange: {
            approvedBy: string | null;
            /** @description The certificate that takes its place */
            by: {
                /**
                 * @description certId, 16 bytes
                 * @example 00112233445566778899aabbccddeeff
                 */
                certId: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            } | null;
            /**
             * @description certId, 16 bytes
             * @example 00112233445566778899aabbccddeeff
             */
            certId: string;
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            createdAt: string;
            /** @enum {string} */
            decision: "proposed" | "made" | "rejected";
            /** @description With superseded: the day from which it counts; with withdrawn: of what it takes back */
            from: string | null;
            /** Format: uuid */
            id: string;
            /** @description GB 32100 code of an issuer 颁发机构 */
            issuer: string;
            madeAt: string | null;
            /** @description Ids of the operations by which whoever asks may change this now */
            readonly may: string[];
            /**
             * @description `unspecified` 未说明, not specified; `key-compromise` 签名密钥泄露, signing key compromised; `data-error` 证照信息有误, error in the data; `issued-in-error` 签发有误, issued in error; `holder-request` 持证主体申请, requested by the holder; `holder-ended` 持证主体资格终止, the holder is no longer entitled; `under-review` 正在核查, under review; `review-passed` 核查通过, review passed; `replaced` 已换发, replaced by another; `lost` 遗失, lost; `moved` 颁发机构变更, moved to another issuer; `authority-decision` 主管机关决定, decision of an authority
             * @enum {string}
             */
            reason: "unspecified" | "key-compromise" | "data-error" | "issued-in-error" | "holder-request" | "holder-ended" | "under-review" | "review-passed" | "replaced" | "lost" | "moved" | "authority-decision";
            /** @description The entry 账目 that holds it, once attested */
            seq: number | null;
            /** @enum {string} */
            state: "suspended" | "reinstated" | "revoked" | "cancelled" | "superseded" | "transferred" | "withdrawn";
            submittedBy: string;
        };
        System: {
            /** @description OAuth 2.0 client id: small letters, digits and hyphens */
            id: string;
            /** @description The issuers covered; * for all */
            issuers: "*" | string[];
            name: string;
            roles: ("operator" | "approver" | "administrator" | "auditor" | "clerk" | "network-administrator")[];
            /** @description The certificate types covered; * for all */
            types: "*" | string[];
        };
        TemplateColumn: {
            readonly choices?: string[];
            example: string;
            key: string;
            required: boolean;
            rule: {
                en: string;
                zh: string;
            };
            title: {
                en: string;
                zh: string;
            };
        };
        UnfinishedUpload: {
            /** @description What was made of it: then the file itself is gone */
            batch: string | null;
            /** Format: uuid */
            id: string;
            /** @description Bytes that have arrived */
            kept: number;
            /** @description Bytes of the whole file */
            size: number;
        };
        WalletCredential: {
            /** @description Of the page that the code opens */
            address: {
                host: string;
                /** @enum {string} */
                scheme: "https" | "http";
            };
            /**
             * @description Its own
             * @example 00112233445566778899aabbccddeeff
             */
            certId: string;
            /** @description COSE_Sign1 (RFC 9052), base64url */
            cose: string;
            /** @description What the device signs beside it: the ledger’s network, hex */
            network: string;
            /**
             * @description The certificate that it was made from
             * @example 00112233445566778899aabbccddeeff
             */
            of: string;
            /**
             * Format: date
             * @description A day in Asia/Shanghai, inclusive
             */
            validUntil: string;
        };
        WhoAmI: {
            /** @description Of a resident: how surely the provider knows them ("acr") */
            assurance: string | null;
            authenticatedAt: string | null;
            issuers: "*" | string[];
            /** @enum {string} */
            kind: "person" | "system" | "resident";
            /** @description Ids of the operations that the roles allow */
            may: string[];
            name: string | null;
            roles: ("operator" | "approver" | "administrator" | "auditor" | "clerk" | "network-administrator")[];
            /** @description Id of the session that the request came in; null: it had a token of its own */
            session: string | null;
            subject: string;
            types: "*" | string[];
        };
        Window: {
            /**
             * Format: date-time
             * @description RFC 3339, UTC
             */
            askedAt: string;
            askedBy: string;
            /** @description Its newest certificate, a JWS */
            certificate: string | null;
            /** @description Until when that counts, 30 days at most; the window has it renewed before */
            certifiedUntil: string | null;
            decidedBy: string | null;
            /** @description RFC 7638 thumbprint of the key, base64url */
            fingerprint: string;
            /** @description GB 32100 code of a hall 政务服务大厅 */
            hall: string;
            /** Format: uuid */
            id: string;
            /** @description Where it is, such as 杭州市市民中心 12 号窗口 */
            name: string;
            revokedAt: string | null;
            revokedFor: ("lost" | "compromised" | "retired") | null;
            /**
             * @description asked: waits for an administrator, who reads both fingerprints on the PC
             * @enum {string}
             */
            state: "asked" | "paired" | "refused" | "revoked";
            /** @description Fingerprint of a trust anchor 信任锚: its SHA-256 in hex */
            trustAnchor: string;
        };
        /** @description P-256 JWK (RFC 7518 §6.2) */
        WindowPublicKey: {
            /** @constant */
            crv: "P-256";
            /** @constant */
            kty: "EC";
            x: string;
            y: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getTokenEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metadata */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        issuer: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAccessChanges: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changes: components["schemas"]["AccessChange"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideAccessChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                change: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    approve: boolean;
                };
            };
        };
        responses: {
            /** @description The change as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessChange"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportAudit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON lines */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchAuditOfHolder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    before?: number;
                    holderNumber: string;
                    /** @default 100 */
                    limit?: number;
                };
            };
        };
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Give it as `before` for what follows */
                        next: number | null;
                        records: components["schemas"]["AuditRecord"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchAudit: {
        parameters: {
            query?: {
                act?: string;
                /** @description The stable id of a person or system */
                actor?: string;
                batch?: string;
                before?: number;
                certificate?: string;
                issuer?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Give it as `before` for what follows */
                        next: number | null;
                        records: components["schemas"]["AuditRecord"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    findAtCounter: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    person: components["schemas"]["PersonPresent"];
                };
            };
        };
        responses: {
            /** @description Those of this name and number, and delegations that wait for a witness */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        certificates: components["schemas"]["CertificatePresent"][];
                        waiting: components["schemas"]["Delegation"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHalls: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        halls: components["schemas"]["Hall"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveHall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description The hall as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hall"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCaseFigures: {
        parameters: {
            query: {
                from: string;
                until: string;
            };
            header?: never;
            path: {
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By month, then item */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        figures: components["schemas"]["CaseFigures"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCases: {
        parameters: {
            query?: {
                /** @description Whether closed ones are listed too */
                closed?: "yes" | "no";
                from?: number;
                item?: string;
            };
            header?: never;
            path: {
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 100 of them at most */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cases: components["schemas"]["CaseSummary"][];
                        /** @description Give it as `from` for what follows */
                        next: number | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The case as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    holder: components["schemas"]["CaseHolder"];
                    item: string;
                };
            };
        };
        responses: {
            /** @description The case as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    closeCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    as: "accepted" | "withdrawn" | "refused";
                };
            };
        };
        responses: {
            /** @description The case as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addDocuments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    documents: components["schemas"]["ShownDocument"][];
                };
            };
        };
        responses: {
            /** @description The case as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    settleMaterial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
                material: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    as: "paper" | "not-needed";
                };
            };
        };
        responses: {
            /** @description The case as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeCommitment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
                material: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCommitment"];
            };
        };
        responses: {
            /** @description The case as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCommitmentPaper: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
                material: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description PDF/A-3 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCaseReceipts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                case: string;
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description PDF/A-3, the signed receipts attached */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHallKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To be pinned by the fingerprints of its keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HallKeys"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateHallKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The hall, with the new key as the last */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hall"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fileReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A verification receipt 核验回执: issueVerificationReceipt of the SDK */
                    receipt: string;
                };
            };
        };
        responses: {
            /** @description As it is filed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FiledReceipt"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFiledReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
                /** @description SHA-256 of the text of a receipt, hex */
                receipt: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A JWS */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jwt": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReceiptPaper: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
                /** @description SHA-256 of the text of a receipt, hex */
                receipt: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description PDF/A-3, the signed receipts attached */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFilingProof: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
                /** @description SHA-256 of the text of a receipt, hex */
                receipt: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description For checkers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReceiptSummary: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
                /** @description SHA-256 of the text of a receipt, hex */
                receipt: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing of a person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptSummary"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWindows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        windows: components["schemas"]["Window"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    requestPairing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    key: components["schemas"]["WindowPublicKey"];
                    name: string;
                    /** @description What the window signs to show that it holds its key: proveWindowKey of the SDK */
                    proof: string;
                    /** @description Fingerprint of a trust anchor 信任锚: its SHA-256 in hex */
                    trustAnchor: string;
                };
            };
        };
        responses: {
            /** @description The window as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Window"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decidePairing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
                window: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    approve: false;
                } | {
                    /** @constant */
                    approve: true;
                    /** @description Of the key, as the PC shows it */
                    fingerprint: string;
                    /** @description As the PC shows it, compared with that of the province */
                    trustAnchor: string;
                };
            };
        };
        responses: {
            /** @description The window as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Window"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renewWindow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
                window: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What the window signs to show that it holds its key: proveWindowKey of the SDK */
                    proof: string;
                };
            };
        };
        responses: {
            /** @description The window as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Window"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeWindow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of a hall 政务服务大厅 */
                hall: string;
                window: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    reason: "lost" | "compromised" | "retired";
                };
            };
        };
        responses: {
            /** @description The window as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Window"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listIssuers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        issuers: components["schemas"]["Issuer"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIssuer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The issuer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Issuer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveIssuer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Adds only: one that is there, or has ended, is refused and stays as it is */
                "if-none-match"?: "*";
            };
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Of the key that signs its PDFs. Left out, it stays as it is; of a new issuer ES256
                     * @enum {string}
                     */
                    algorithm?: "ES256" | "RS256";
                    /**
                     * @description Further names that its certificates may show as 签发机关, of branches
                     * @default []
                     */
                    authorities?: string[];
                    /** @description Left out, it stays as it is; of a new issuer false. From true to false two people decide */
                    fourEyes?: boolean;
                    /** @description The province whose ledger client writes its log */
                    mspId: string;
                    name: string;
                    types: string[];
                };
            };
        };
        responses: {
            /** @description The issuer as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Issuer"];
                };
            };
            /** @description Saved; that one person may issue alone waits for a second administrator */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Issuer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkApplication: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    fields: components["schemas"]["Fields"];
                    /**
                     * Format: base64
                     * @description A JPEG or PNG in base64, for types with a photo
                     */
                    photo?: string;
                    /**
                     * @description The certificate that this one is to follow
                     * @example 00112233445566778899aabbccddeeff
                     */
                    renews?: string;
                    /** @description Type code (21 characters) or its short name, like residence-permit */
                    type: string;
                    /** @description Like 2026-01-31 */
                    validFrom: string;
                    /**
                     * @description Like 2026-01-31; empty or 长期: no expiry
                     * @default
                     */
                    validUntil?: string;
                };
            };
        };
        responses: {
            /** @description What is wrong, if anything, and the fields in the written form */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        fields: components["schemas"]["Fields"];
                        /** @description What was brought into the written form */
                        notes: components["schemas"]["FieldProblem"][];
                        problems: components["schemas"]["FieldProblem"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewApplication: {
        parameters: {
            query?: {
                /** @description Width of a PNG in pixels; 1240 are an A4 page at 150 dpi */
                width?: number;
            };
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    fields: components["schemas"]["Fields"];
                    /** Format: base64 */
                    photo?: string;
                    /** @description Type code (21 characters) or its short name, like residence-permit */
                    type: string;
                    validFrom: string;
                    validUntil: string;
                };
            };
        };
        responses: {
            /** @description The page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBatches: {
        parameters: {
            query?: {
                /** @description createdAt of the last one known */
                before?: string;
                limit?: number;
                state?: "receiving" | "checked" | "submitted" | "issuing" | "issued" | "returned" | "refused" | "withdrawn";
            };
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The batches */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        batches: components["schemas"]["Batch"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitBatch: {
        parameters: {
            query: {
                /** @description What the file calls its columns where that is not as the type does, as a JSON object: keys of fields by header, or an empty text for a column that is not read */
                columns?: string;
                /** @description Of a text whose bytes do not prove it */
                encoding?: "utf-8" | "gb18030";
                /** @description What a wrong row does to the others */
                mode?: "skip-bad" | "all-or-nothing";
                /** @description Type code (21 characters) or its short name, like residence-permit */
                type: string;
                /** @description Whether it is left to be looked at and mended, or submitted at once */
                until?: "checked" | "submitted";
            };
            header?: {
                /** @description The same key with the same request is carried out once and answered alike, the repeat with Idempotent-Replayed. What was refused by a rule is checked anew. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        /** @description A table as .xlsx, CSV or tab-separated text (UTF-8, UTF-16 with a byte order mark, GB 18030), or a ZIP of one and photos; headers are titles or field keys */
        requestBody: {
            content: {
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                "application/zip": unknown;
                "text/csv": string;
            };
        };
        responses: {
            /** @description Taken in and checked; issuing goes on */
            202: {
                headers: {
                    /** @description An earlier request with the same Idempotency-Key did this */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The batch */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    approve: true;
                    /** @description Of the batch as it was seen: another one is not approved */
                    digest: string;
                } | {
                    /** @constant */
                    approve: false;
                };
            };
        };
        responses: {
            /** @description The batch as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeliveryList: {
        parameters: {
            query?: {
                /** @description Which 1000 certificates */
                part?: number;
            };
            header?: never;
            path: {
                batch: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description PDF/A-3; no certificate, and not signed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDocuments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A file for each certificate, by identifier */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    watchBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events `batch`, each with a Batch. With `Last-Event-ID` the state of that id is not sent again. The end of the stream is not the end of the batch: its state tells. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNotes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON lines */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProblems: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON lines */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRejected: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To be sent again when it is mended; the first column is not read */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                    "application/zip": unknown;
                    "text/csv": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    returnBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The batch as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRows: {
        parameters: {
            query?: {
                /** @description The last line known */
                after?: number;
                limit?: number;
            };
            header?: never;
            path: {
                batch: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Give it as `after` for what follows */
                        next: number | null;
                        rows: components["schemas"]["ReviewedRow"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
                /** @description As a spreadsheet numbers it */
                row: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The row */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        fields: components["schemas"]["Fields"];
                        line: number;
                        problems: components["schemas"]["RowProblem"][];
                        validFrom: string;
                        /** @description Empty: no expiry */
                        validUntil: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mendRow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
                /** @description As a spreadsheet numbers it */
                row: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    fields: components["schemas"]["Fields"];
                    /**
                     * Format: base64
                     * @description A JPEG or PNG in base64, for types with a photo
                     */
                    photo?: string;
                    /** @description Like 2026-01-31 */
                    validFrom: string;
                    /**
                     * @description Like 2026-01-31; empty or 长期: no expiry
                     * @default
                     */
                    validUntil?: string;
                };
            };
        };
        responses: {
            /** @description The batch as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRowPage: {
        parameters: {
            query?: {
                as?: "png" | "svg";
                /** @description Width of a PNG in pixels; 1240 are an A4 page at 150 dpi */
                width?: number;
            };
            header?: never;
            path: {
                batch: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
                row: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": unknown;
                    "image/svg+xml": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitCheckedBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The batch as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description The batch as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    findCertificates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description certId, 16 bytes
                     * @example 00112233445566778899aabbccddeeff
                     */
                    after?: string;
                    /** @description Whole, present or former; one of number and name */
                    holderName?: string;
                    holderNumber?: string;
                    /** @default 100 */
                    limit?: number;
                };
            };
        };
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        certificates: components["schemas"]["Certificate"][];
                        /** @description Give it as `after` for what follows */
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCertificates: {
        parameters: {
            query?: {
                after?: string;
                batch?: string;
                issuedFrom?: string;
                issuedUntil?: string;
                limit?: number;
                state?: "issued" | "suspended" | "revoked" | "cancelled" | "superseded" | "transferred";
                /** @description Id of the person or system */
                submittedBy?: string;
                type?: string;
            };
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        certificates: components["schemas"]["Certificate"][];
                        /** @description Give it as `after` for what follows */
                        next: string | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issueCertificate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request is carried out once and answered alike, the repeat with Idempotent-Replayed. What was refused by a rule is checked anew. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    fields: components["schemas"]["Fields"];
                    /**
                     * Format: base64
                     * @description A JPEG or PNG in base64, for types with a photo
                     */
                    photo?: string;
                    /** @description Type code (21 characters) or its short name, like residence-permit */
                    type: string;
                    /** @description Like 2026-01-31 */
                    validFrom: string;
                    /**
                     * @description Like 2026-01-31; empty or 长期: no expiry
                     * @default
                     */
                    validUntil?: string;
                };
            };
        };
        responses: {
            /** @description Issued; it is anchored within seconds */
            201: {
                headers: {
                    /** @description An earlier request with the same Idempotency-Key did this */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description Taken in: it waits for approval, or for its turn */
            202: {
                headers: {
                    /** @description An earlier request with the same Idempotency-Key did this */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description certId, or identifier 电子证照标识 (GB/T 36904) */
                certificate: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The certificate */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    printAtCounter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description certId, or identifier 电子证照标识 (GB/T 36904) */
                certificate: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    person: components["schemas"]["PersonPresent"];
                };
            };
        };
        responses: {
            /** @description The page, PDF/A-3b */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    copyCertificate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request is carried out once and answered alike, the repeat with Idempotent-Replayed. What was refused by a rule is checked anew. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description certId, or identifier 电子证照标识 (GB/T 36904) */
                certificate: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it may be used for, like 办理公积金提取 */
                    purpose: string;
                    /** @description Who may use it */
                    user: string;
                    /** @description Its last day, like 2026-01-31; at most 90 days from today */
                    validUntil: string;
                };
            };
        };
        responses: {
            /** @description Issued; it is anchored within seconds */
            201: {
                headers: {
                    /** @description An earlier request with the same Idempotency-Key did this */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description Taken in: it waits for approval, or for its turn */
            202: {
                headers: {
                    /** @description An earlier request with the same Idempotency-Key did this */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delegateAtCounter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description certId, or identifier 电子证照标识 (GB/T 36904) */
                certificate: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    helper: {
                        name: string;
                        /** @description GB 11643 */
                        number: string;
                    };
                    items: string[];
                    person: components["schemas"]["PersonPresent"];
                    /**
                     * Format: date
                     * @description A day in Asia/Shanghai, inclusive
                     */
                    until: string;
                };
            };
        };
        responses: {
            /** @description Made; it waits for a witness */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delegation"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    witnessDelegation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description certId, or identifier 电子证照标识 (GB/T 36904) */
                certificate: string;
                delegation: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    person: components["schemas"]["PersonPresent"];
                };
            };
        };
        responses: {
            /** @description It counts now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delegation"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description certId, or identifier 电子证照标识 (GB/T 36904) */
                certificate: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The PDF */
            200: {
                headers: {
                    /** @description Whether the receipt is in it */
                    "CertBridge-Receipt": "included" | "pending";
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFields: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description certId, or identifier 电子证照标识 (GB/T 36904) */
                certificate: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        fields: components["schemas"]["Fields"];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLife: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description certId, or identifier 电子证照标识 (GB/T 36904) */
                certificate: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Life"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPicture: {
        parameters: {
            query?: {
                as?: "png" | "svg";
                /** @description Width of a PNG in pixels; 1240 are an A4 page at 150 dpi */
                width?: number;
            };
            header?: never;
            path: {
                /** @description certId, or identifier 电子证照标识 (GB/T 36904) */
                certificate: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": unknown;
                    "image/svg+xml": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renewCertificate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request is carried out once and answered alike, the repeat with Idempotent-Replayed. What was refused by a rule is checked anew. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description certId, or identifier 电子证照标识 (GB/T 36904) */
                certificate: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    fields: components["schemas"]["Fields"];
                    /**
                     * Format: base64
                     * @description A JPEG or PNG in base64, for types with a photo
                     */
                    photo?: string;
                    /** @description Like 2026-01-31 */
                    validFrom: string;
                    /**
                     * @description Like 2026-01-31; empty or 长期: no expiry
                     * @default
                     */
                    validUntil?: string;
                };
            };
        };
        responses: {
            /** @description Issued; it is anchored within seconds */
            201: {
                headers: {
                    /** @description An earlier request with the same Idempotency-Key did this */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description Taken in: it waits for approval, or for its turn */
            202: {
                headers: {
                    /** @description An earlier request with the same Idempotency-Key did this */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description certId, or identifier 电子证照标识 (GB/T 36904) */
                certificate: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changes: components["schemas"]["StatusChange"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeStatus: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request is carried out once and answered alike, the repeat with Idempotent-Replayed. What was refused by a rule is checked anew. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description certId, or identifier 电子证照标识 (GB/T 36904) */
                certificate: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description With transferred: the certificate that takes its place */
                    by?: {
                        /**
                         * @description certId, 16 bytes
                         * @example 00112233445566778899aabbccddeeff
                         */
                        certId: string;
                        /** @description GB 32100 code of an issuer 颁发机构 */
                        issuer: string;
                    };
                    /**
                     * @description `unspecified` 未说明, not specified; `key-compromise` 签名密钥泄露, signing key compromised; `data-error` 证照信息有误, error in the data; `issued-in-error` 签发有误, issued in error; `holder-request` 持证主体申请, requested by the holder; `holder-ended` 持证主体资格终止, the holder is no longer entitled; `under-review` 正在核查, under review; `review-passed` 核查通过, review passed; `replaced` 已换发, replaced by another; `lost` 遗失, lost; `moved` 颁发机构变更, moved to another issuer; `authority-decision` 主管机关决定, decision of an authority
                     * @enum {string}
                     */
                    reason: "unspecified" | "key-compromise" | "data-error" | "issued-in-error" | "holder-request" | "holder-ended" | "under-review" | "review-passed" | "replaced" | "lost" | "moved" | "authority-decision";
                    state: components["schemas"]["RequestedState"];
                };
            };
        };
        responses: {
            /** @description Made, or proposed until somebody else approves it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusChange"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWalletCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description certId, or identifier 电子证照标识 (GB/T 36904) */
                certificate: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest 100, oldest first; showings themselves are known to nobody but both sides */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        credentials: components["schemas"]["MintedCredential"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endWallet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description certId, or identifier 电子证照标识 (GB/T 36904) */
                certificate: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    reason: "unspecified" | "key-compromise" | "data-error" | "issued-in-error" | "holder-request" | "holder-ended" | "under-review" | "review-passed" | "replaced" | "lost" | "moved" | "authority-decision";
                };
            };
        };
        responses: {
            /** @description What was ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: {
                            /**
                             * @description certId, 16 bytes
                             * @example 00112233445566778899aabbccddeeff
                             */
                            certId: string;
                            /** @description A device’s key: the first 8 bytes of SHA-256 of its SubjectPublicKeyInfo, hex */
                            device: string;
                            /** @description GB 32100 code of an issuer 颁发机构 */
                            issuer: string;
                            /**
                             * @description certId, 16 bytes
                             * @example 00112233445566778899aabbccddeeff
                             */
                            of: string;
                        }[];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suspendWallet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description certId, or identifier 电子证照标识 (GB/T 36904) */
                certificate: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    reason: "unspecified" | "key-compromise" | "data-error" | "issued-in-error" | "holder-request" | "holder-ended" | "under-review" | "review-passed" | "replaced" | "lost" | "moved" | "authority-decision";
                };
            };
        };
        responses: {
            /** @description What was ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: {
                            /**
                             * @description certId, 16 bytes
                             * @example 00112233445566778899aabbccddeeff
                             */
                            certId: string;
                            /** @description A device’s key: the first 8 bytes of SHA-256 of its SubjectPublicKeyInfo, hex */
                            device: string;
                            /** @description GB 32100 code of an issuer 颁发机构 */
                            issuer: string;
                            /**
                             * @description certId, 16 bytes
                             * @example 00112233445566778899aabbccddeeff
                             */
                            of: string;
                        }[];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCorrections: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        corrections: components["schemas"]["Correction"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    answerCorrection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                correction: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    answer: string;
                };
            };
        };
        responses: {
            /** @description With its answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Correction"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endIssuer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Withdrawn: it had issued nothing; retired: its certificates stay. It issues nothing more
                     * @enum {string}
                     */
                    as: "withdrawn" | "retired";
                };
            };
        };
        responses: {
            /** @description The issuer as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Issuer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideIssuerEnding: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    approve: boolean;
                };
            };
        };
        responses: {
            /** @description The issuer as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Issuer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFigures: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Figures"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forgetHolder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    holderNumber: string;
                };
            };
        };
        responses: {
            /** @description Gone */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        deleted: true;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportHolder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    holderNumber: string;
                };
            };
        };
        responses: {
            /** @description The archive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description PEM: the certificate and those of its issuers up to the root */
                    certificates: string;
                    /** @description Of an issuer that is not added yet: its keys may come first */
                    name?: string;
                };
            };
        };
        responses: {
            /** @description The key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeyChanges: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changes: components["schemas"]["KeyChange"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getKeyChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                change: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The change as it is now: done, or waiting */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyChange"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideKeyChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                change: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    approve: boolean;
                };
            };
        };
        responses: {
            /** @description The change as it is now: done, or waiting */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyChange"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: base64
                     * @description The file, in base64
                     */
                    file: string;
                    /** @description Of an issuer that is not added yet: its keys may come first */
                    name?: string;
                    passphrase: string;
                    /**
                     * @description What the key signs, for ever: QR codes and PDFs (certificate), or credentials
                     * @enum {string}
                     */
                    use: "certificate" | "credential";
                };
            };
        };
        responses: {
            /** @description The key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    requestKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default ES256
                     * @enum {string}
                     */
                    algorithm?: "ES256" | "RS256";
                    /** @description Of an issuer that is not added yet: its keys may come first */
                    name?: string;
                    /**
                     * @description What the key signs, for ever: QR codes and PDFs (certificate), or credentials
                     * @enum {string}
                     */
                    use: "certificate" | "credential";
                };
            };
        };
        responses: {
            /** @description The request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyRequest"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The key that takes over; unless given, one is made */
                    kid?: string;
                    /**
                     * @description What the key signs, for ever: QR codes and PDFs (certificate), or credentials
                     * @enum {string}
                     */
                    use: "certificate" | "credential";
                };
            };
        };
        responses: {
            /** @description The change as it is now: done, or waiting */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyChange"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: components["schemas"]["Key"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
                /** @description Key id: the first 8 bytes of SHA-256 over the public key */
                kid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    reason: "key-compromise" | "replaced" | "lost" | "authority-decision" | "unspecified";
                };
            };
        };
        responses: {
            /** @description The change as it is now: done, or waiting */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyChange"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reissueCertificates: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request is carried out once and answered alike, the repeat with Idempotent-Replayed. What was refused by a rule is checked anew. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The key that signed them */
                    kid: string;
                    /** @description Type code (21 characters) or its short name, like residence-permit */
                    type: string;
                };
            };
        };
        responses: {
            /** @description The batch */
            202: {
                headers: {
                    /** @description An earlier request with the same Idempotency-Key did this */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRuleChanges: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changes: components["schemas"]["RuleChange"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideRuleChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                change: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    approve: boolean;
                };
            };
        };
        responses: {
            /** @description The issuer as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Issuer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProposedChanges: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changes: components["schemas"]["StatusChange"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                change: string;
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    approve: boolean;
                };
            };
        };
        responses: {
            /** @description The change as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusChange"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginUpload: {
        parameters: {
            query?: never;
            header: {
                "tus-resumable"?: string;
                /** @description Bytes of the whole file */
                "upload-length": string;
            };
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Send it to Location, by PATCH */
            201: {
                headers: {
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnfinishedUpload"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
                upload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far it is */
            200: {
                headers: {
                    /** @description Bytes of the whole file */
                    "Upload-Length": string;
                    /** @description Bytes that have arrived */
                    "Upload-Offset": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnfinishedUpload"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endUpload: {
        parameters: {
            query?: never;
            header?: {
                "tus-resumable"?: string;
            };
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
                upload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    continueUpload: {
        parameters: {
            query?: never;
            header: {
                "tus-resumable"?: string;
                /** @description The place of the first byte that is sent */
                "upload-offset": string;
            };
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
                upload: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/offset+octet-stream": unknown;
            };
        };
        responses: {
            /** @description It has arrived */
            204: {
                headers: {
                    /** @description Bytes that have arrived */
                    "Upload-Offset": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
                upload: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Keys of fields by header, where the file calls its columns otherwise */
                    columnNames?: {
                        [key: string]: string;
                    };
                    /**
                     * @description Of a text whose bytes do not prove it
                     * @enum {string}
                     */
                    encoding?: "utf-8" | "gb18030";
                    /**
                     * @description What a wrong row does to the others
                     * @default skip-bad
                     * @enum {string}
                     */
                    mode?: "skip-bad" | "all-or-nothing";
                    /** @description Type code (21 characters) or its short name, like residence-permit */
                    type: string;
                    /**
                     * @description Whether it is left to be looked at and mended, or submitted at once
                     * @default submitted
                     * @enum {string}
                     */
                    until?: "checked" | "submitted";
                };
            };
        };
        responses: {
            /** @description Taken in and checked; issuing goes on */
            202: {
                headers: {
                    /** @description An earlier request with the same Idempotency-Key did this */
                    "Idempotent-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listItems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest of each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ServiceItem"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its newest version */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceItem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getItemPaper: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description PDF/A-3 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOwnCertificates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        certificates: components["schemas"]["Card"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    printOwnCards: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description certId, 16 bytes */
                certificate: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page, PDF/A-3b */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    copyOwnCertificate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request is carried out once and answered alike, the repeat with Idempotent-Replayed. What was refused by a rule is checked anew. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description certId, 16 bytes */
                certificate: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it may be used for */
                    purpose: string;
                    /** @description Who may use it */
                    user: string;
                    /**
                     * Format: date
                     * @description A day in Asia/Shanghai, inclusive
                     */
                    validUntil: string;
                };
            };
        };
        responses: {
            /** @description Issued; it is anchored within seconds */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            /** @description Taken in: it waits for the department, or for its turn */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    askCorrection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description certId, 16 bytes */
                certificate: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    said: string;
                };
            };
        };
        responses: {
            /** @description Taken in */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Correction"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeDelegation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description certId, 16 bytes */
                certificate: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    helper: {
                        name: string;
                        /** @description GB 11643 */
                        number: string;
                    };
                    items: string[];
                    /**
                     * Format: date
                     * @description A day in Asia/Shanghai, inclusive
                     */
                    until: string;
                };
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delegation"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOwnDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description certId, 16 bytes */
                certificate: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The PDF */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOwnPicture: {
        parameters: {
            query?: {
                /** @description Width of a PNG in pixels; 1240 are an A4 page at 150 dpi */
                width?: number;
            };
            header?: never;
            path: {
                /** @description certId, 16 bytes */
                certificate: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bindToDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description certId, 16 bytes */
                certificate: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description RFC 3339, UTC
                     */
                    at: string;
                    /** @description Its key on P-256, as in a JWK (RFC 7518 §6.2) */
                    key: {
                        x: string;
                        y: string;
                    };
                    /** @description What the device is called, like 红米手机 */
                    label: string;
                    /** @description ES256 over the lines certbridge/device/1, certId and time: r‖s, base64url */
                    signature: string;
                };
            };
        };
        responses: {
            /** @description One that lasts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WalletCredential"];
                };
            };
            /** @description Made; it is anchored within seconds */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WalletCredential"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    actForChild: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Its number 出生证编号 */
                    birthCertificate: string;
                    /** @description The child’s own number (GB 11643), for what is held under it */
                    number?: string;
                };
            };
        };
        responses: {
            /** @description Those that were made, and those that last */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        delegations: components["schemas"]["Delegation"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOwnCorrections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        corrections: components["schemas"]["Correction"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDelegations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those that last */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        given: components["schemas"]["Delegation"][];
                        received: components["schemas"]["Delegation"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawDelegation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                delegation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Withdrawn */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        withdrawn: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bindDelegated: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                delegation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description RFC 3339, UTC
                     */
                    at: string;
                    /** @description Its key on P-256, as in a JWK (RFC 7518 §6.2) */
                    key: {
                        x: string;
                        y: string;
                    };
                    /** @description What the device is called, like 红米手机 */
                    label: string;
                    /** @description ES256 over the lines certbridge/device/1, certId and time: r‖s, base64url */
                    signature: string;
                };
            };
        };
        responses: {
            /** @description One that lasts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WalletCredential"];
                };
            };
            /** @description Made; it is anchored within seconds */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WalletCredential"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDevices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        devices: components["schemas"]["Device"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A device’s key: the first 8 bytes of SHA-256 of its SubjectPublicKeyInfo, hex */
                device: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: {
                            /**
                             * @description certId, 16 bytes
                             * @example 00112233445566778899aabbccddeeff
                             */
                            certId: string;
                            /** @description A device’s key: the first 8 bytes of SHA-256 of its SubjectPublicKeyInfo, hex */
                            device: string;
                            /** @description GB 32100 code of an issuer 颁发机构 */
                            issuer: string;
                            /**
                             * @description certId, 16 bytes
                             * @example 00112233445566778899aabbccddeeff
                             */
                            of: string;
                        }[];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLooks: {
        parameters: {
            query?: {
                before?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        looks: components["schemas"]["Look"][];
                        /** @description Give it as `before` for what follows */
                        next: number | null;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    complainAboutLook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                record: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    said?: string;
                };
            };
        };
        responses: {
            /** @description Written down */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        record: number;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOwnMatters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Both */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matters"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportOwnData: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The archive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPeople: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        people: components["schemas"]["Person"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proposePersonAccess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Access"];
            };
        };
        responses: {
            /** @description The change as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessChange"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSessionsOfPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sessions: components["schemas"]["Session"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSessionsOfPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: number;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    nameColleagues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    people: string[];
                };
            };
        };
        responses: {
            /** @description By id; programs and unknown ids have none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        names: {
                            [key: string]: string;
                        };
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhoAmI"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: number;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVaultKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 32 bytes in base64 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: base64 */
                        key: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sessions: components["schemas"]["Session"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endOtherSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: number;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The steps; none when all is done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        steps: components["schemas"]["SetupStep"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSystems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        systems: components["schemas"]["System"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proposeSystemAccess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description OAuth 2.0 client id: small letters, digits and hyphens */
                system: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The issuers covered; * for all */
                    issuers: "*" | string[];
                    keys: {
                        keys: ({
                            /** @enum {string} */
                            alg?: "ES256" | "ES384";
                            /** @enum {string} */
                            crv: "P-256" | "P-384";
                            kid: string;
                            /** @constant */
                            kty: "EC";
                            /** @constant */
                            use?: "sig";
                            x: string;
                            y: string;
                        } | {
                            /** @enum {string} */
                            alg?: "RS256" | "PS256";
                            e: string;
                            kid: string;
                            /** @constant */
                            kty: "RSA";
                            n: string;
                            /** @constant */
                            use?: "sig";
                        })[];
                    };
                    name: string;
                    roles: ("operator" | "approver" | "administrator" | "auditor" | "clerk" | "network-administrator")[];
                    /** @description The certificate types covered; * for all */
                    types: "*" | string[];
                };
            };
        };
        responses: {
            /** @description The change as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessChange"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        types: components["schemas"]["CertificateType"][];
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Type code (21 characters) or its short name, like residence-permit */
                type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the network has approved it, or waits for other provinces */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        approved: boolean;
                        type: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listColumns: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Type code (21 characters) or its short name, like residence-permit */
                type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the order of the template */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        columns: components["schemas"]["TemplateColumn"][];
                        name: string;
                        type: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewType: {
        parameters: {
            query?: {
                as?: "png" | "svg" | "pdf";
                /** @description Width of a PNG in pixels; 1240 are an A4 page at 150 dpi */
                width?: number;
            };
            header?: never;
            path: {
                /** @description Type code (21 characters) or its short name, like residence-permit */
                type: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Values in the place of the sample's */
                    fields?: components["schemas"]["Fields"];
                    /** @description Text of a layout file to try; its mistakes are answered with line and column */
                    layout?: string;
                };
            };
        };
        responses: {
            /** @description The page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                    "image/png": unknown;
                    "image/svg+xml": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Type code (21 characters) or its short name, like residence-permit */
                type: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workbook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    findHall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description RFC 7638 thumbprint of the key, base64url */
                fingerprint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its code */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description GB 32100 code of a hall 政务服务大厅 */
                        hall: string;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finishSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where to go */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finishResidentSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where to go */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginResidentSignIn: {
        parameters: {
            query?: {
                /** @description Step-up: the person proves anew who they are */
                fresh?: "yes";
                return?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where to go */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginSignIn: {
        parameters: {
            query?: {
                /** @description Step-up: the person proves anew who they are */
                fresh?: "yes";
                return?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where to go */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuthorityFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description DER */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pkix-cert": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAnchor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                n: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, JSON compressed by gzip where it is accepted; full pages are immutable */
            200: {
                headers: {
                    "Cache-Control": string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The file from the offset that Range names (RFC 9110 §14) */
            206: {
                headers: {
                    "Cache-Control": string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description As you have it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuditHead: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mspId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, JSON compressed by gzip where it is accepted; full pages are immutable */
            200: {
                headers: {
                    "Cache-Control": string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The file from the offset that Range names (RFC 9110 §14) */
            206: {
                headers: {
                    "Cache-Control": string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description As you have it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCheckpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, JSON compressed by gzip where it is accepted; full pages are immutable */
            200: {
                headers: {
                    "Cache-Control": string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The file from the offset that Range names (RFC 9110 §14) */
            206: {
                headers: {
                    "Cache-Control": string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description As you have it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIssuerPage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
                page: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, JSON compressed by gzip where it is accepted; full pages are immutable */
            200: {
                headers: {
                    "Cache-Control": string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The file from the offset that Range names (RFC 9110 §14) */
            206: {
                headers: {
                    "Cache-Control": string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description As you have it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getQrList: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description GB 32100 code of an issuer 颁发机构 */
                issuer: string;
                seq: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, JSON compressed by gzip where it is accepted; full pages are immutable */
            200: {
                headers: {
                    "Cache-Control": string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description The file from the offset that Range names (RFC 9110 §14) */
            206: {
                headers: {
                    "Cache-Control": string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description As you have it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getNetworkPage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                page: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, JSON compressed by gzip where it is accepted; full pages are immutable */
            200: {
                headers: {
                    "Cache-Control": string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The file from the offset that Range names (RFC 9110 §14) */
            206: {
                headers: {
                    "Cache-Control": string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description As you have it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProvincePage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mspId: string;
                page: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, JSON compressed by gzip where it is accepted; full pages are immutable */
            200: {
                headers: {
                    "Cache-Control": string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description The file from the offset that Range names (RFC 9110 §14) */
            206: {
                headers: {
                    "Cache-Control": string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description As you have it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description certId, 16 bytes */
                certId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, JSON compressed by gzip where it is accepted; full pages are immutable */
            200: {
                headers: {
                    "Cache-Control": string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/cbor": unknown;
                };
            };
            /** @description The file from the offset that Range names (RFC 9110 §14) */
            206: {
                headers: {
                    "Cache-Control": string;
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/cbor": unknown;
                };
            };
            /** @description As you have it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    isAlive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        alive: true;
                    };
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Text format 0.0.4 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginDeviceSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": Record<string, never>;
            };
        };
        responses: {
            /** @description Where to sign in, with which code */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        device_code: string;
                        expires_in: number;
                        interval: number;
                        user_code: string;
                        verification_uri: string;
                        verification_uri_complete?: string;
                    };
                };
            };
            /** @description People do not sign in here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issueToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    client_assertion?: string;
                    client_assertion_type?: string;
                    device_code?: string;
                    grant_type: string;
                };
            };
        };
        responses: {
            /** @description The token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        access_token: string;
                        expires_in: number;
                        /** @constant */
                        token_type: "Bearer";
                    };
                };
            };
            /** @description Refused, or not yet */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The system is not believed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                    };
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    isReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They can; a ledger that is away holds up anchoring only */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        database: "up" | "down";
                        /**
                         * @description The hardware module of signing keys, where there is one: while it is down, issuing waits
                         * @enum {string}
                         */
                        keyModule?: "up" | "down";
                        /** @description The parts that are not as they should be, and what follows */
                        lacking?: {
                            /** @enum {string} */
                            part: "database" | "keyModule" | "keys" | "timestamps" | "ledger";
                            says: {
                                en: string;
                                zh: string;
                            };
                            /** @description Whether nothing is issued meanwhile */
                            stops: boolean;
                        }[];
                    };
                };
            };
            /** @description They cannot now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        database: "up" | "down";
                        /**
                         * @description The hardware module of signing keys, where there is one: while it is down, issuing waits
                         * @enum {string}
                         */
                        keyModule?: "up" | "down";
                        /** @description The parts that are not as they should be, and what follows */
                        lacking?: {
                            /** @enum {string} */
                            part: "database" | "keyModule" | "keys" | "timestamps" | "ledger";
                            says: {
                                en: string;
                                zh: string;
                            };
                            /** @description Whether nothing is issued meanwhile */
                            stops: boolean;
                        }[];
                    };
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTimestamp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/timestamp-query": unknown;
            };
        };
        responses: {
            /** @description TimeStampResp */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/timestamp-reply": unknown;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
