-- What people write on the timeline.

-- CreateTable
CREATE TABLE "Annotation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "atMs" REAL NOT NULL,
    "toMs" REAL,
    "lane" TEXT,
    "text" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "createdAtMs" REAL NOT NULL
);

-- CreateIndex
CREATE INDEX "Annotation_atMs_idx" ON "Annotation"("atMs");
