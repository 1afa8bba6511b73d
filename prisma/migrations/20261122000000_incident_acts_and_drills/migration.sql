-- What people do about incidents, and the windows that they marked as drills.

-- CreateTable
CREATE TABLE "IncidentAct" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "incidentId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "atMs" REAL NOT NULL,
    "by" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "otherId" TEXT
);

-- CreateTable
CREATE TABLE "Drill" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "fromMs" REAL NOT NULL,
    "toMs" REAL NOT NULL,
    "by" TEXT NOT NULL,
    "createdAtMs" REAL NOT NULL,
    "sheet" TEXT
);

-- CreateIndex
CREATE INDEX "IncidentAct_incidentId_atMs_idx" ON "IncidentAct"("incidentId", "atMs");

-- CreateIndex
CREATE INDEX "IncidentAct_otherId_idx" ON "IncidentAct"("otherId");

-- CreateIndex
CREATE INDEX "Drill_fromMs_idx" ON "Drill"("fromMs");
