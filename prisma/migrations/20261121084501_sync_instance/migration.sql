-- AlterTable
ALTER TABLE "cluster_sync" ADD COLUMN     "instance_id" TEXT;
