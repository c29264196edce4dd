/** The sample receipts of training mode. */
@NullMarked
package uz.fiskaldesk.desk.training;

import org.jspecify.annotations.NullMarked;
