#!/bin/sh
# Debian packages for `npm run n8n` and `npm run test:live` (Debian 12, as root).
#   build tools   for the SQLite driver of the real n8n
#   tryton        a real ERP to write orders to
#   postgresql    the store of several hubs and of n8n's queue mode
#   redis         the queue of n8n's queue mode
#   chromium      the Desk as people see it
set -e
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=600 \
  python3 make g++ curl ca-certificates \
  postgresql redis-server chromium \
  tryton-server tryton-proteus python3-psycopg2 python3-tz \
  tryton-modules-sale tryton-modules-sale-price-list tryton-modules-sale-discount \
  tryton-modules-sale-complaint tryton-modules-stock-lot tryton-modules-stock-lot-sled \
  tryton-modules-stock-package-shipping tryton-modules-account-invoice-stock \
  tryton-modules-purchase tryton-modules-web-shop

