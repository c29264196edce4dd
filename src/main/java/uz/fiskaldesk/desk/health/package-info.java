/** Whether FiscalBox can be reached and payments keep moving. */
@NullMarked
package uz.fiskaldesk.desk.health;

import org.jspecify.annotations.NullMarked;
