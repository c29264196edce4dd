@NullMarked
package uz.fiskaldesk.payment;

import org.jspecify.annotations.NullMarked;
