-- What hosts tell: events at hosts, incidents, and the network's channels second by second.

-- AlterTable
ALTER TABLE "Event" ADD COLUMN "host" TEXT;
ALTER TABLE "Event" ADD COLUMN "about" TEXT;

-- CreateTable
CREATE TABLE "Incident" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "startedAtMs" REAL NOT NULL,
    "detectedAtMs" REAL NOT NULL,
    "endedAtMs" REAL,
    "updatedAtMs" REAL NOT NULL,
    "body" BLOB NOT NULL
);

-- CreateTable
CREATE TABLE "NetworkReading" (
    "vip" TEXT NOT NULL,
    "startMs" REAL NOT NULL,
    "body" TEXT NOT NULL,

    PRIMARY KEY ("vip", "startMs")
);

-- CreateIndex
CREATE INDEX "Event_host_atMs_idx" ON "Event"("host", "atMs");

-- CreateIndex
CREATE INDEX "Event_about_atMs_idx" ON "Event"("about", "atMs");

-- CreateIndex
CREATE INDEX "Incident_startedAtMs_id_idx" ON "Incident"("startedAtMs", "id");

-- CreateIndex
CREATE INDEX "Incident_endedAtMs_idx" ON "Incident"("endedAtMs");

-- CreateIndex
CREATE INDEX "NetworkReading_startMs_idx" ON "NetworkReading"("startMs");
