/** Tests of the program as processes that are killed, run with faulty disks, or run concurrently. */
@NullMarked
package uz.fiskaldesk.crash;

import org.jspecify.annotations.NullMarked;
