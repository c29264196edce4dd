/** The program as processes that are killed, starved or run beside each other. */
@NullMarked
package uz.fiskaldesk.crash;

import org.jspecify.annotations.NullMarked;
