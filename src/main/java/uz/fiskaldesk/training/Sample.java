package uz.fiskaldesk.training;

import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** A payment and the receipt that its till printed for it. */
record Sample(Payment payment, FiscalReceipt receipt) {}
