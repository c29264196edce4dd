/** A day at a till that never was: sample payments, the receipts that belong to them, and a FiscalBox that plays along. */
@NullMarked
package uz.fiskaldesk.training;

import org.jspecify.annotations.NullMarked;
