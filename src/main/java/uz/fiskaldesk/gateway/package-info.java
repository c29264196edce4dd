/**
 * A reverse proxy between a POS and its FiscalBox. It passes HTTP/1.1 messages on unchanged, notes payments, receipts and
 * refunds that pass, and sends confirmations through the workflow of the ledger.
 */
@NullMarked
package uz.fiskaldesk.gateway;

import org.jspecify.annotations.NullMarked;
