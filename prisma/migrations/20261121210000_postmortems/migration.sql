-- CreateTable
CREATE TABLE "Postmortem" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "title" TEXT NOT NULL,
    "incidentIds" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "fields" TEXT NOT NULL,
    "evidenceHash" TEXT NOT NULL,
    "createdAtMs" REAL NOT NULL,
    "createdBy" TEXT NOT NULL,
    "updatedAtMs" REAL NOT NULL,
    "updatedBy" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "PostmortemVersion" (
    "postmortemId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "fields" TEXT NOT NULL,
    "atMs" REAL NOT NULL,
    "by" TEXT NOT NULL,

    PRIMARY KEY ("postmortemId", "version")
);

-- CreateTable
CREATE TABLE "FrozenEvidence" (
    "postmortemId" TEXT NOT NULL PRIMARY KEY,
    "hash" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "body" BLOB NOT NULL
);

-- CreateTable
CREATE TABLE "ShareLink" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "postmortemId" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "rules" TEXT NOT NULL,
    "pseudonymKey" TEXT NOT NULL,
    "passphrase" TEXT,
    "createdAtMs" REAL NOT NULL,
    "createdBy" TEXT NOT NULL,
    "expiresAtMs" REAL NOT NULL,
    "revokedAtMs" REAL
);

-- CreateTable
CREATE TABLE "LinkAccess" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "linkId" TEXT NOT NULL,
    "atMs" REAL NOT NULL,
    "address" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "outcome" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "Postmortem_createdAtMs_id_idx" ON "Postmortem"("createdAtMs", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ShareLink_tokenHash_key" ON "ShareLink"("tokenHash");

-- CreateIndex
CREATE INDEX "ShareLink_postmortemId_createdAtMs_idx" ON "ShareLink"("postmortemId", "createdAtMs");

-- CreateIndex
CREATE INDEX "LinkAccess_linkId_atMs_idx" ON "LinkAccess"("linkId", "atMs");
