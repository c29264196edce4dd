@NullMarked
package uz.fiskaldesk.receipt;

import org.jspecify.annotations.NullMarked;
