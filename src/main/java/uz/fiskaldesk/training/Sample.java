package uz.fiskaldesk.training;

import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** A sample payment and its receipt. */
record Sample(Payment payment, FiscalReceipt receipt) {}
