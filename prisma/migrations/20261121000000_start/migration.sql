-- The first tables: what is watched, what happened, what was measured, who may ask.

-- CreateTable
CREATE TABLE "Meta" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" BLOB NOT NULL,
    "updatedAtMs" REAL NOT NULL
);

-- CreateTable
CREATE TABLE "Source" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "health" TEXT NOT NULL,
    "updatedAtMs" REAL NOT NULL
);

-- CreateTable
CREATE TABLE "LoadBalancer" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "version" TEXT,
    "node" TEXT,
    "lastSeenAtMs" REAL NOT NULL
);

-- CreateTable
CREATE TABLE "Pool" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "loadBalancer" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mode" TEXT,
    "algorithm" TEXT,
    "lastSeenAtMs" REAL NOT NULL
);

-- CreateTable
CREATE TABLE "Server" (
    "pool" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT,
    "backup" BOOLEAN NOT NULL,
    "weight" INTEGER,
    "lastSeenAtMs" REAL NOT NULL,

    PRIMARY KEY ("pool", "name")
);

-- CreateTable
CREATE TABLE "Event" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "atMs" REAL NOT NULL,
    "errorMs" REAL NOT NULL,
    "observedAtMs" REAL NOT NULL,
    "loadBalancer" TEXT NOT NULL,
    "pool" TEXT,
    "server" TEXT,
    "poolId" TEXT,
    "serverId" TEXT,
    "fromState" TEXT,
    "toState" TEXT,
    "reason" TEXT,
    "code" INTEGER,
    "info" TEXT,
    "checkDurationMs" REAL,
    "changedFrom" TEXT,
    "via" TEXT,
    "seenBy" TEXT NOT NULL,
    "text" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Reading" (
    "pool" TEXT NOT NULL,
    "resolutionS" INTEGER NOT NULL,
    "startMs" REAL NOT NULL,
    "body" BLOB NOT NULL,

    PRIMARY KEY ("pool", "resolutionS", "startMs")
);

-- CreateTable
CREATE TABLE "AccessToken" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAtMs" REAL NOT NULL,
    "revokedAtMs" REAL
);

-- CreateIndex
CREATE INDEX "Event_atMs_id_idx" ON "Event"("atMs", "id");

-- CreateIndex
CREATE INDEX "Event_kind_atMs_idx" ON "Event"("kind", "atMs");

-- CreateIndex
CREATE INDEX "Event_loadBalancer_atMs_idx" ON "Event"("loadBalancer", "atMs");

-- CreateIndex
CREATE INDEX "Event_poolId_atMs_idx" ON "Event"("poolId", "atMs");

-- CreateIndex
CREATE INDEX "Event_serverId_atMs_idx" ON "Event"("serverId", "atMs");

-- CreateIndex
CREATE INDEX "Reading_resolutionS_startMs_idx" ON "Reading"("resolutionS", "startMs");

-- CreateIndex
CREATE UNIQUE INDEX "AccessToken_hash_key" ON "AccessToken"("hash");
